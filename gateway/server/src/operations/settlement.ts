import type { Statement } from '../database/database.js';
import { conflictCodes, maximumAttempts, retrySafe } from './operation.js';

/** The outcome of a transaction, as a block states it. */
export interface Outcome {
  readonly transactionId: string;
  readonly code: number;
  readonly block: number;
}

/** Settle the operations of a block's transactions, all in one statement of the block's own SQL transaction. */
export function settleFromBlock(outcomes: readonly Outcome[], at: string): Statement {
  const rows = outcomes.map(({ transactionId, code, block }) => ({
    transaction_id: transactionId,
    code,
    block,
  }));
  const source =
    'jsonb_to_recordset($2::jsonb) as outcome(transaction_id text, code int, block bigint)';
  return { sql: settle(source), parameters: [at, JSON.stringify(rows)] };
}

/** Settle the operation of a transaction that the read model already has. A transaction id can stand in
 *  several blocks; the first decides, the later ones are duplicates that the ledger ignored. */
export function settleFromReadModel(transactionId: string, at: string): Statement {
  const source = `(select transaction_id, code, block from transactions
    where transaction_id = $2 order by block, index limit 1) as outcome`;
  return { sql: settle(source), parameters: [at, transactionId] };
}

// A conflict puts the operation back to `received`, from where it is proposed again, also after a crash.
function settle(source: string): string {
  const codes = Object.values(conflictCodes).join(', ');
  const actions = Object.entries(retrySafe).flatMap(([action, isSafe]) =>
    isSafe ? [`'${action}'`] : [],
  );
  const again = `(outcome.code in (${codes}) and operations.attempts < ${maximumAttempts}
    and operations.action in (${actions.join(', ')}))`;
  return `update operations set
    state = case when outcome.code = 0 then 'committed' when ${again} then 'received' else 'invalid' end,
    envelope = case when ${again} then null else operations.envelope end,
    finished_at = case when ${again} then null else $1 end,
    -- After a crash between endorsement and the database, the answer is known from the ledger only.
    result = coalesce(operations.result, (select record from timeline
      where timeline.transaction_id = outcome.transaction_id and outcome.code = 0 limit 1)),
    block = outcome.block,
    validation_code = outcome.code
    from ${source}
    where operations.transaction_id = outcome.transaction_id
      and operations.state in ('endorsed', 'submitted', 'unknown')`;
}
