import type { LedgerChange } from '@argosy/domain/events';
import { announcedIn, nameIn, nameOf } from './announced-changes.js';
import { DocumentFold, type FoldedDocuments } from './document-fold.js';
import { guardsAfter, type Guards } from './ledger-guards.js';
import type { BlockTransaction, ReadBlock } from './read-block.js';
import { documentsIn } from './read-documents.js';

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
  readonly changes: readonly {
    readonly change: LedgerChange;
    /** Only if the document counted before the block; always where this is absent. */
    readonly if_stood?: true;
  }[];
}

/** The rows that a block adds to the read model. */
export interface Projection extends FoldedDocuments {
  readonly transactions: readonly TransactionRow[];
  readonly events: readonly EventRow[];
}

export interface Projected {
  readonly projection: Projection;
  /** Who has ever guarded for whom, after the block. */
  readonly guards: Guards;
}

/** Blocks in, rows out: only what earlier blocks said of the members takes part, so that a rebuild gives the same rows. Whatever
 *  organisations that satisfy the channel's policy write together, there is an answer to it: nobody can stop this for others. */
export function projectionOf({ transactions }: ReadBlock, known: Guards): Projected {
  let guards = known;
  const events: EventRow[] = [];
  const fold = new DocumentFold();
  for (const transaction of transactions) {
    const found = documentsIn(transaction, guards);
    const counting = new Map(found.map((one) => [nameOf(one), fold.add(transaction, one)]));
    const { changes, problem } = announcedIn(transaction, found);
    if (problem !== undefined) {
      const event = { kind: 'event', parts: [] };
      fold.quarantine(transaction, event, { reason: 'event', detail: problem });
    }
    events.push(...eventRows(transaction, changes, counting));
    guards = guardsAfter(guards, found);
  }
  const ids = transactions.map(({ index, transactionId, code, time }) => ({
    index,
    transaction_id: transactionId,
    code,
    time,
  }));
  return { projection: { transactions: ids, events, ...fold.rows() }, guards };
}

/** The changes that a transaction announced and made, of documents that count. */
function eventRows(
  { index, transactionId, time }: BlockTransaction,
  announced: readonly LedgerChange[],
  counting: ReadonlyMap<string, boolean | undefined>,
): EventRow[] {
  const changes = announced.flatMap((change) => {
    const counts = counting.get(nameIn(change));
    if (counts === false) return [];
    return [counts === undefined ? { change, if_stood: true as const } : { change }];
  });
  return changes.length === 0 ? [] : [{ index, transaction_id: transactionId, time, changes }];
}
