import { nameOf } from './announced-changes.js';
import { facetsOf, type Facets } from './facets.js';
import type { BlockTransaction } from './read-block.js';
import type { DocumentName, FoundDocument } from './read-documents.js';

/** When a row holds. */
interface Condition {
  /** Only if the document counted before the block, or only if it did not; always where this is absent. */
  readonly if_stood?: boolean;
}

interface Place {
  readonly index: number;
  readonly transaction_id: string;
  readonly by_msp: string;
}

export interface TimelineRow extends DocumentName, Place, Condition {
  readonly time: string;
  readonly version: number;
  readonly status: string;
  readonly record: string;
}

/** A document at the end of the block, and where in the block it stood first. */
export interface DocumentRow extends TimelineRow {
  readonly created_index: number;
  readonly facets: Facets;
}

/** What can be wrong with what the peers took for valid and no contract did. */
export const quarantineReasons = ['unsealed', 'unreadable', 'deleted', 'event'] as const;
export type QuarantineReason = (typeof quarantineReasons)[number];

/** Something that counts for nothing. */
export interface QuarantineRow extends DocumentName, Place, Condition {
  readonly reason: QuarantineReason;
  /** Whose seals it lacks, or what cannot be read of it. */
  readonly detail: string;
}

export interface FoldedDocuments {
  readonly timeline: readonly TimelineRow[];
  readonly documents: readonly DocumentRow[];
  readonly quarantine: readonly QuarantineRow[];
  /** Documents that stand no longer, or are written anew. */
  readonly removed: readonly DocumentName[];
}

/** What a block makes of documents, write by write. What it says alone is judged; where it depends on what stood before, the row says
 *  how. */
export class DocumentFold {
  readonly #timeline: TimelineRow[] = [];
  readonly #documents = new Map<string, DocumentRow>();
  readonly #quarantine: QuarantineRow[] = [];
  readonly #removed = new Map<string, DocumentName>();
  /** Which documents count, as far as this block says. */
  readonly #counts = new Map<string, boolean>();

  /** Take up what a transaction did to a document. Answers whether that counts; undefined where it does if the document counted
   *  before the block. */
  add(transaction: BlockTransaction, one: FoundDocument): boolean | undefined {
    const name = nameOf(one);
    if (one.what !== 'written') return this.#remove(transaction, one);
    if (one.missing.length === 0) this.#counts.set(name, true);
    // Of a document that counts already, the consent was asked for when it was created.
    const counts = this.#counts.get(name);
    if (counts !== true) {
      const wrong = { reason: 'unsealed', detail: one.missing.join(', ') } as const;
      this.quarantine(transaction, one, { ...wrong, ...onlyIf(counts === undefined, false) });
    }
    if (counts !== false) this.#put(transaction, one, onlyIf(counts === undefined, true));
    return counts;
  }

  quarantine(
    transaction: BlockTransaction,
    { kind, parts }: DocumentName,
    wrong: Pick<QuarantineRow, 'reason' | 'detail' | 'if_stood'>,
  ): void {
    this.#quarantine.push({ kind, parts, ...placeOf(transaction), ...wrong });
  }

  rows(): FoldedDocuments {
    return {
      timeline: this.#timeline,
      documents: [...this.#documents.values()],
      quarantine: this.#quarantine,
      removed: [...this.#removed.values()],
    };
  }

  #put(
    transaction: BlockTransaction,
    { kind, parts, text, record }: Extract<FoundDocument, { what: 'written' }>,
    condition: Condition,
  ): void {
    const name = nameOf({ kind, parts });
    const { version, status } = record;
    const { time, index } = transaction;
    const at = { kind, parts, ...placeOf(transaction), ...condition };
    const row = { ...at, time, version, status, record: text };
    const earlier = this.#documents.get(name);
    const created = earlier?.if_stood === undefined ? earlier?.created_index : undefined;
    this.#timeline.push(row);
    const found = { created_index: created ?? index, facets: facetsOf(record) };
    this.#documents.set(name, { ...row, ...found });
  }

  #remove(
    transaction: BlockTransaction,
    one: Exclude<FoundDocument, { what: 'written' }>,
  ): boolean {
    const { kind, parts } = one;
    const name = nameOf(one);
    const counted = this.#counts.get(name);
    if (one.what === 'unreadable') {
      this.quarantine(transaction, one, { reason: 'unreadable', detail: one.problem });
    } else if (counted !== false) {
      // What counted for nothing may go; that something which counted is gone has to be seen.
      const wrong = { reason: 'deleted', detail: '' } as const;
      this.quarantine(transaction, one, { ...wrong, ...onlyIf(counted === undefined, true) });
    }
    this.#counts.set(name, false);
    this.#documents.delete(name);
    this.#removed.set(name, { kind, parts });
    return false;
  }
}

function onlyIf(isConditional: boolean, if_stood: boolean): Condition {
  return isConditional ? { if_stood } : {};
}

function placeOf({ index, transactionId, creatorMsp }: BlockTransaction): Place {
  return { index, transaction_id: transactionId, by_msp: creatorMsp };
}
