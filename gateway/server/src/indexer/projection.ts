import { decodeCredit, type Credit } from '@argosy/domain/credit/credit';
import { ledgerEventName, ledgerEventSchema } from '@argosy/domain/events';
import { decodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import type { Kysely } from 'kysely';
import type { Statement } from '../database/database.js';
import { statement } from '../database/dialect.js';
import type { OrganisationTables } from '../database/tables.js';
import type { ReadBlock, BlockTransaction } from './read-block.js';

interface CreditWrite {
  readonly transaction: BlockTransaction;
  readonly credit: Credit;
  readonly record: string;
}

/** The read model's change for one block, as statements of one SQL transaction. Blocks in, rows out: nothing of the
 *  gateway's own state takes part, so that a rebuild gives the same rows. */
export function projectBlock(
  kysely: Kysely<OrganisationTables>,
  block: number,
  { transactions }: ReadBlock,
): Statement[] {
  const writes = transactions.flatMap(creditWrites);
  return [
    ...projectTransactions(kysely, block, transactions),
    ...projectEvents(kysely, block, transactions),
    ...projectTimeline(kysely, block, writes),
    ...writes.map((write) => projectCredit(kysely, block, write)),
  ];
}

function creditWrites(transaction: BlockTransaction): CreditWrite[] {
  return transaction.writes.flatMap(({ key, isDelete, value }) => {
    if (isDelete || decodeLedgerKey(key)?.type !== 'credit') return [];
    const record = Buffer.from(value).toString('utf8');
    return [{ transaction, record, credit: decodeCredit(record) }];
  });
}

function projectTransactions(
  kysely: Kysely<OrganisationTables>,
  block: number,
  transactions: readonly BlockTransaction[],
): Statement[] {
  if (transactions.length === 0) return [];
  const rows = transactions.map(({ index, transactionId, code, time }) => ({
    block,
    index,
    transaction_id: transactionId,
    code,
    time,
  }));
  return [statement(kysely.insertInto('transactions').values(rows))];
}

function projectEvents(
  kysely: Kysely<OrganisationTables>,
  block: number,
  transactions: readonly BlockTransaction[],
): Statement[] {
  const rows = transactions.flatMap(({ index, transactionId, time, event }) => {
    if (event?.name !== ledgerEventName) return [];
    const text = Buffer.from(event.payload).toString('utf8');
    const { changes } = ledgerEventSchema.parse(JSON.parse(text));
    return [
      { block, index, transaction_id: transactionId, time, changes: JSON.stringify(changes) },
    ];
  });
  return rows.length === 0 ? [] : [statement(kysely.insertInto('events').values(rows))];
}

function projectTimeline(
  kysely: Kysely<OrganisationTables>,
  block: number,
  writes: readonly CreditWrite[],
): Statement[] {
  const rows = writes.map(({ transaction, credit, record }) => ({
    reference: credit.reference,
    block,
    index: transaction.index,
    transaction_id: transaction.transactionId,
    version: credit.version,
    status: credit.status,
    time: transaction.time,
    by_msp: transaction.creatorMsp,
    record,
  }));
  return rows.length === 0 ? [] : [statement(kysely.insertInto('timeline').values(rows))];
}

function projectCredit(
  kysely: Kysely<OrganisationTables>,
  block: number,
  { transaction, credit, record }: CreditWrite,
): Statement {
  const { index, transactionId } = transaction;
  const state = {
    status: credit.status,
    version: credit.version,
    record,
    updated_block: block,
    updated_index: index,
    updated_transaction: transactionId,
  };
  const { reference } = credit;
  return statement(
    kysely
      .insertInto('credits')
      .values({ reference, created_block: block, created_index: index, ...state })
      .onConflict((conflict) => conflict.column('reference').doUpdateSet(state)),
  );
}
