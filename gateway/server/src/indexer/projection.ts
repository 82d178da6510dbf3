import { decodeCredit } from '@argosy/domain/credit/credit';
import { ledgerEventName, ledgerEventSchema } from '@argosy/domain/events';
import { decodeLedgerKey } from '@argosy/domain/shared/ledger-key';
import { TransactionUnreadable, type BlockTransaction, type ReadBlock } from './read-block.js';

interface TransactionRow {
  readonly index: number;
  readonly transaction_id: string;
  readonly code: number;
  readonly time: string;
}

interface EventRow {
  readonly index: number;
  readonly transaction_id: string;
  readonly time: string;
  readonly changes: string;
}

interface CreditRow {
  readonly index: number;
  readonly transaction_id: string;
  readonly time: string;
  readonly by_msp: string;
  readonly reference: string;
  readonly version: number;
  readonly status: string;
  readonly record: string;
}

/** The rows that a block adds to the read model. */
export interface Projection {
  readonly transactions: readonly TransactionRow[];
  readonly events: readonly EventRow[];
  readonly credits: readonly CreditRow[];
}

/** Blocks in, rows out: nothing of the gateway's own state takes part, so that a rebuild gives the same rows.
 *  Refuses: TransactionUnreadable. */
export function projectionOf({ transactions }: ReadBlock): Projection {
  return {
    transactions: transactions.map(({ index, transactionId, code, time }) => ({
      index,
      transaction_id: transactionId,
      code,
      time,
    })),
    events: transactions.flatMap(eventRows),
    credits: transactions.flatMap(creditRows),
  };
}

function eventRows({ index, transactionId, time, event }: BlockTransaction): EventRow[] {
  if (event?.name !== ledgerEventName) return [];
  const { changes } = readAs({ index, transactionId, what: 'its event' }, () =>
    ledgerEventSchema.parse(JSON.parse(textOf(event.payload))),
  );
  return [{ index, transaction_id: transactionId, time, changes: JSON.stringify(changes) }];
}

function creditRows(transaction: BlockTransaction): CreditRow[] {
  const { index, transactionId, time, creatorMsp } = transaction;
  return transaction.writes.flatMap(({ key, isDelete, value }) => {
    if (isDelete || decodeLedgerKey(key)?.type !== 'credit') return [];
    const [record, credit] = readAs({ index, transactionId, what: 'its credit record' }, () => {
      const text = textOf(value);
      return [text, decodeCredit(text)] as const;
    });
    const { reference, version, status } = credit;
    const row = { index, transaction_id: transactionId, time, by_msp: creatorMsp };
    return [{ ...row, reference, version, status, record }];
  });
}

interface Part {
  readonly index: number;
  readonly transactionId: string;
  readonly what: string;
}

// Every peer took these bytes for good, so reading them again later gives the same failure.
function readAs<Value>({ index, transactionId, what }: Part, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new TransactionUnreadable({ index, transactionId, what }, error);
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
