import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { headerType } from '@argosy/protocol/messages/common';
import type { StateView } from './state.js';
import { CONFIG_KEY, CONFIG_NAMESPACE, UpdateBatch } from './update-batch.js';
import { judgeConfiguration } from './validation/configuration.js';
import type { Configuration } from './validation/configuration.js';
import { EndorsementJudge } from './validation/endorsement.js';
import type { OpenedTransaction } from './validation/opening.js';
import { judgeReads } from './validation/read-conflicts.js';
import { judgeCreator, judgeId, judgeNovelty, judgeType } from './validation/submission.js';
import type { SubmissionContext } from './validation/submission.js';
import type { OpenedEnvelope } from './validation/structure.js';
import { VALID, invalid } from './verdict.js';
import type { Verdict } from './verdict.js';

export { openTransactions, signatureChecks } from './validation/opening.js';
export type { OpenedTransaction } from './validation/opening.js';

/** What transactions are judged by: everything as it was before their block. */
export interface ValidationContext extends SubmissionContext {
  readonly state: StateView;
}

export interface BlockVerdict {
  readonly verdicts: readonly Verdict[];
  readonly batch: UpdateBatch;
  /** The configuration in force after the block, where the block changes it. */
  readonly configuration?: Configuration;
}

/**
 * Judge the transactions of block `number` as a Fabric 3.1 peer does, in its order. Each is judged alone first: form, creator, id,
 * endorsement; then, one after the other, by the transactions before it in the block. Throws BlockRejected where a peer would halt.
 */
export async function validateBlock(
  number: bigint,
  opened: readonly OpenedTransaction[],
  context: ValidationContext,
): Promise<BlockVerdict> {
  const judge = new TransactionJudge(number, context);
  const alone = opened.map((one, index) => judge.judge(one, index));
  const unique = withoutDuplicates(number, opened, alone);
  const batch = new UpdateBatch(context.state);
  const verdicts: Verdict[] = [];
  for (const [index, one] of opened.entries()) {
    const verdict = unique[index] ?? VALID;
    verdicts.push(await applied(one, verdict, { number, index, batch, state: context.state }));
  }
  const { configuration } = judge;
  return { verdicts, batch, ...(configuration && { configuration }) };
}

/** Judges each transaction of a block without regard to what the others do to the state. */
class TransactionJudge {
  readonly #context: ValidationContext;
  readonly #endorsement: EndorsementJudge;
  #configuration: Configuration | undefined;

  constructor(number: bigint, context: ValidationContext) {
    this.#context = context;
    this.#endorsement = new EndorsementJudge(number, context);
  }

  /** What the configuration transactions so far came to: each builds on the one before, and all count from the next block on. */
  get configuration(): Configuration | undefined {
    return this.#configuration;
  }

  judge(one: OpenedTransaction, index: number): Verdict {
    const { opened, defects } = one;
    if (opened === undefined) return defects.headers ?? unreadable();
    const refusal = judgeCreator(opened, this.#context) ?? judgeType(opened);
    if (refusal !== undefined) return refusal;
    return opened.channelHeader.type === headerType.config
      ? this.#judgeConfiguration(opened)
      : this.#judgeEndorserTransaction(one, opened, index);
  }

  #judgeEndorserTransaction(
    { transaction, endorsements, defects }: OpenedTransaction,
    opened: OpenedEnvelope,
    index: number,
  ): Verdict {
    const defect =
      judgeId(opened) ?? defects.action ?? judgeNovelty(opened, this.#context) ?? defects.result;
    if (defect !== undefined) return defect;
    if (transaction === undefined) return unreadable();
    return this.#endorsement.judge(transaction, endorsements, index);
  }

  #judgeConfiguration(opened: OpenedEnvelope): Verdict {
    const current: ChannelBundle = this.#configuration?.bundle ?? this.#context.bundle;
    const { verdict, configuration } = judgeConfiguration(opened, current);
    this.#configuration = configuration ?? this.#configuration;
    return verdict;
  }
}

/** What could not be opened has a defect: one without is a fault of this program. */
function unreadable(): never {
  throw new TypeError('a transaction without defects was not opened');
}

/** Of several endorser transactions with one id in a block the first that passed alone counts, whatever becomes of it then. */
function withoutDuplicates(
  block: bigint,
  opened: readonly OpenedTransaction[],
  verdicts: readonly Verdict[],
): Verdict[] {
  const seen = new Map<string, number>();
  return verdicts.map((verdict, position) => {
    const txId = opened[position]?.transaction?.channelHeader.txId;
    if (verdict.code !== VALID.code || txId === undefined) return verdict;
    const index = seen.get(txId);
    if (index === undefined) {
      seen.set(txId, position);
      return verdict;
    }
    const reason = `transaction ${index} of the block has the id ${txId}, too`;
    return { ...verdict, ...invalid('DUPLICATE_TXID', reason, { other: { block, index } }) };
  });
}

/** The verdict in the light of the transactions before; what a valid one writes goes into the batch. */
async function applied(
  { opened, transaction }: OpenedTransaction,
  verdict: Verdict,
  { number, index, batch, state }: Place,
): Promise<Verdict> {
  if (verdict.code !== VALID.code) return verdict;
  const version = { blockNum: number, txNum: BigInt(index) };
  if (transaction === undefined) {
    const value = opened?.payload.data ?? unreadable();
    batch.put(CONFIG_NAMESPACE, CONFIG_KEY, { value, metadata: [], version }, version);
    return verdict;
  }
  const conflict = await judgeReads(transaction.namespaces, { state, batch });
  if (conflict !== undefined) return { ...verdict, ...conflict };
  batch.add(transaction.namespaces, version);
  return verdict;
}

interface Place {
  readonly number: bigint;
  readonly index: number;
  readonly batch: UpdateBatch;
  readonly state: StateView;
}
