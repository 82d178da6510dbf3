import type { Selectable } from 'kysely';
import type { OperationsTable } from '../database/tables.js';
import { isFinal, type Operation } from './operation.js';

/** An operation from its row. */
export function operationOf(row: Selectable<OperationsTable>): Operation {
  return {
    id: row.id,
    channel: row.channel,
    person: row.person,
    fingerprint: row.fingerprint,
    ledgerRequestId: row.ledger_request_id,
    function: row.function,
    parts: row.parts,
    command: row.command,
    httpRequestId: row.http_request_id,
    state: row.state,
    attempts: row.attempts,
    receivedAt: row.received_at,
    ...present('expectedVersion', row.expected_version),
    ...present('transactionId', row.transaction_id),
    ...present('envelope', row.envelope),
    // The chaincode's answer is true only once the transaction is valid.
    ...(row.state === 'committed' ? present('result', row.result) : {}),
    ...present('problem', row.problem),
    ...present('block', row.block),
    ...(isFinal(row.state) ? present('validationCode', row.validation_code) : {}),
    ...present('endorsedAt', row.endorsed_at),
    ...present('submittedAt', row.submitted_at),
    ...present('finishedAt', row.finished_at),
  };
}

function present<Name extends string, Value>(
  name: Name,
  value: Value | null,
): Partial<Record<Name, Value>> {
  if (value === null) return {};
  const entry: Partial<Record<Name, Value>> = {};
  entry[name] = value;
  return entry;
}
