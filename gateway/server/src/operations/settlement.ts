import type { Statement } from '../database/database.js';
import { maximumAttempts, proposedAgainCodes } from './operation.js';

/** The outcome of a transaction, as a block states it. */
export interface Outcome {
  readonly transactionId: string;
  readonly code: number;
  readonly block: number;
}

/** Settle the operation of a transaction that the read model of its channel already has. A transaction id can stand in
 *  several blocks; the first decides, the later ones are duplicates that the ledger ignored. */
export function settleFromReadModel(
  channel: string,
  { transactionId, at }: { readonly transactionId: string; readonly at: string },
): Statement {
  const outcome = `(select transaction_id, code, block from transactions
    where transaction_id = $2 order by block, index limit 1)`;
  const sql = settlementSql({ at: '$1', channel: '$3', outcome });
  return { sql, parameters: [at, transactionId, channel] };
}

/** Wait for a block that is just being stored, so that a settlement after this sees it, or it the operation. */
export function awaitStoring(channel: string): Statement {
  return { sql: 'select 1 from checkpoint where channel = $1 for share', parameters: [channel] };
}

interface Settlement {
  /** The time now. */
  readonly at: string;
  /** Whose blocks tell the outcomes: anybody can write somebody else's transaction id into an invalid transaction elsewhere. */
  readonly channel: string;
  /** A table of transaction_id, code, block. */
  readonly outcome: string;
}

/** The statement that settles operations. */
export function settlementSql({ at, channel, outcome }: Settlement): string {
  // Such a code puts the operation back to `received`, from where it is proposed again, also after a crash.
  const codes = proposedAgainCodes.join(', ');
  const again = `(outcome.code in (${codes}) and operations.attempts < ${maximumAttempts})`;
  return `update operations set
    state = case when outcome.code = 0 then 'committed' when ${again} then 'received' else 'invalid' end,
    envelope = case when ${again} then null else operations.envelope end,
    finished_at = case when ${again} then null else ${at} end,
    -- After a crash between endorsement and the database, the answer is known from the ledger only: the record of the
    -- document that was asked for, which the transaction announced first.
    result = coalesce(operations.result, (select timeline.record from events join timeline
        on timeline.block = events.block and timeline.index = events.index
        and timeline.kind = events.changes->0->>'document' and timeline.parts = events.changes->0->'parts'
      where events.block = outcome.block and events.transaction_id = outcome.transaction_id and outcome.code = 0
      limit 1)),
    block = outcome.block,
    validation_code = outcome.code
    from ${outcome} as outcome
    where operations.transaction_id = outcome.transaction_id
      and operations.channel = ${channel}
      and operations.state in ('endorsed', 'submitted', 'unknown')`;
}
