import { applyWrites } from './apply-writes.js';
import type { Channel } from './channel.js';
import { EndorsementJudge } from './endorsement.js';
import type { Execution } from './execution.js';
import { judgeReads } from './read-conflicts.js';
import type { Touched } from './read-conflicts.js';
import { nameOf } from './state-key.js';
import { code } from './validation-codes.js';
import type { Code } from './validation-codes.js';
import type { WorldState } from './world-state.js';

interface Ground {
  readonly channel: Channel;
  readonly state: WorldState;
  readonly block: number;
  /** The ids of all transactions before, valid or not. */
  readonly known: Set<string>;
}

/**
 * Judges a block's transactions as a peer does and takes over the valid ones: first ids and
 * endorsements of all by the state before the block, then reads, each by what those before it left.
 */
export function commitBlock(executions: readonly Execution[], ground: Ground): readonly Code[] {
  const { state, block } = ground;
  const endorsed = judgeEndorsements(executions, ground);
  const touchedKeys = new Set<string>();
  const touched: Touched = (key) => touchedKeys.has(nameOf(key));
  return executions.map((execution, transaction) => {
    const before = endorsed[transaction] ?? code.VALID;
    const verdict = before === code.VALID ? judgeReads(execution, { state, touched }) : before;
    if (verdict !== code.VALID) return verdict;
    const changed = applyWrites(state, execution, { block, transaction });
    changed.forEach((key) => touchedKeys.add(nameOf(key)));
    return verdict;
  });
}

function judgeEndorsements(executions: readonly Execution[], ground: Ground): readonly Code[] {
  const { channel, state, known } = ground;
  const judge = new EndorsementJudge(channel, state);
  const inBlock = new Set<string>();
  const codes = executions.map((execution) => {
    const { txId } = execution;
    if (known.has(txId)) return code.DUPLICATE_TXID;
    if (!judge.accepts(execution)) return code.ENDORSEMENT_POLICY_FAILURE;
    // Of two that are in order the second is the copy.
    if (inBlock.has(txId)) return code.DUPLICATE_TXID;
    inBlock.add(txId);
    return code.VALID;
  });
  executions.forEach(({ txId }) => known.add(txId));
  return codes;
}
