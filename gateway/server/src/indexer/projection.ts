import { ledgerEventName, ledgerEventSchema, type LedgerChange } from '@argosy/domain/events';
import { guardsWith, type Guards } from './ledger-guards.js';
import { documentsIn, type RemovedDocument, type WrittenDocument } from './read-documents.js';
import {
  TransactionUnreadable,
  textOf,
  type BlockTransaction,
  type ReadBlock,
} from './read-block.js';

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
  readonly changes: readonly LedgerChange[];
}

/** What a document is called. */
interface NameRow {
  readonly kind: string;
  readonly parts: readonly string[];
}

interface TimelineRow extends NameRow {
  readonly index: number;
  readonly transaction_id: string;
  readonly time: string;
  readonly by_msp: string;
  readonly version: number;
  readonly status: string;
  readonly record: string;
}

/** A document at the end of the block, and where in the block it stood first. */
interface DocumentRow extends TimelineRow {
  readonly created_index: number;
}

/** A document that lacks seals if it stood nowhere before the transaction. */
interface UnsealedRow extends NameRow {
  readonly index: number;
  readonly transaction_id: string;
  readonly by_msp: string;
  readonly missing: string;
}

/** The rows that a block adds to the read model. */
export interface Projection {
  readonly transactions: readonly TransactionRow[];
  readonly events: readonly EventRow[];
  readonly timeline: readonly TimelineRow[];
  readonly documents: readonly DocumentRow[];
  readonly unsealed: readonly UnsealedRow[];
  /** Documents that were deleted, perhaps to be written anew. */
  readonly removed: readonly NameRow[];
}

export interface Projected {
  readonly projection: Projection;
  /** Who has ever guarded for whom, after the block. */
  readonly guards: Guards;
}

/** Blocks in, rows out: only what earlier blocks said of the members takes part, so that a rebuild gives the same rows.
 *  Refuses: TransactionUnreadable. */
export function projectionOf({ transactions }: ReadBlock, known: Guards): Projected {
  let guards = known;
  const events: EventRow[] = [];
  const fold = new DocumentFold();
  for (const transaction of transactions) {
    const found = documentsIn(transaction, guards);
    events.push(...eventRows(transaction, found));
    for (const one of found) fold.add(transaction, one);
    guards = guardsWith(guards, memberTexts(found));
  }
  const ids = transactions.map(({ index, transactionId, code, time }) => ({
    index,
    transaction_id: transactionId,
    code,
    time,
  }));
  return { projection: { transactions: ids, events, ...fold.rows() }, guards };
}

type Found = readonly (WrittenDocument | RemovedDocument)[];

function memberTexts(found: Found): string[] {
  return found.flatMap((one) =>
    one.kind === 'member' && one.record !== undefined ? [one.text] : [],
  );
}

/** The changes that a transaction announced, as far as it made them. */
function eventRows(
  { index, transactionId, time, event }: BlockTransaction,
  found: Found,
): EventRow[] {
  if (event?.name !== ledgerEventName) return [];
  const changes = announced({ index, transactionId }, event.payload).filter((change) =>
    found.some((one) => isBorneOut(change, one)),
  );
  return changes.length === 0 ? [] : [{ index, transaction_id: transactionId, time, changes }];
}

function announced(
  at: { readonly index: number; readonly transactionId: string },
  payload: Uint8Array,
): readonly LedgerChange[] {
  try {
    return ledgerEventSchema.parse(JSON.parse(textOf(payload))).changes;
  } catch (error) {
    throw new TransactionUnreadable({ ...at, what: 'its event' }, error);
  }
}

function isBorneOut(
  { document, parts, version, status }: LedgerChange,
  { kind, parts: written, record }: Found[number],
): boolean {
  const isNamed = document === kind && nameOf({ kind, parts }) === nameOf({ kind, parts: written });
  return isNamed && record?.version === version && record.status === status;
}

/** What a block makes of documents, write by write. */
class DocumentFold {
  readonly #timeline: TimelineRow[] = [];
  readonly #documents = new Map<string, DocumentRow>();
  readonly #unsealed = new Map<string, UnsealedRow>();
  readonly #removed = new Map<string, NameRow>();

  add(transaction: BlockTransaction, one: Found[number]): void {
    const { kind, parts } = one;
    const name = nameOf(one);
    if (one.record === undefined) {
      this.#documents.delete(name);
      this.#unsealed.delete(name);
      this.#removed.set(name, { kind, parts });
      return;
    }
    const { index, transactionId, time, creatorMsp: by_msp } = transaction;
    const at = { kind, parts, index, transaction_id: transactionId, by_msp };
    const { version, status } = one.record;
    const row = { ...at, time, version, status, record: one.text };
    const earlier = this.#documents.get(name);
    this.#timeline.push(row);
    this.#documents.set(name, { ...row, created_index: earlier?.created_index ?? index });
    const isFirst = earlier === undefined;
    if (isFirst && one.missing.length > 0) {
      this.#unsealed.set(name, { ...at, missing: one.missing.join(', ') });
    }
  }

  rows(): Pick<Projection, 'timeline' | 'documents' | 'unsealed' | 'removed'> {
    return {
      timeline: this.#timeline,
      documents: [...this.#documents.values()],
      unsealed: [...this.#unsealed.values()],
      removed: [...this.#removed.values()],
    };
  }
}

function nameOf({ kind, parts }: NameRow): string {
  return JSON.stringify([kind, parts]);
}
