import { nameOf } from '@argosy/gateway/indexer/announced-changes';
import type { QuarantineReason } from '@argosy/gateway/indexer/document-fold';
import { noGuards, type Guards } from '@argosy/gateway/indexer/ledger-guards';
import { projectionOf, type Projection } from '@argosy/gateway/indexer/projection';
import { readBlock } from '@argosy/gateway/indexer/read-block';

/** Something on the ledger that no contract did: it counts for nothing. */
export type Quarantined = {
  /** Of the document, or `event`. */
  readonly kind: string;
  readonly parts: readonly string[];
  readonly block: number;
  readonly transactionId: string;
  /** Whose client sent the transaction. */
  readonly byMsp: string;
  readonly reason: QuarantineReason;
  /** The members whose seal it lacks, or what cannot be read of it. */
  readonly detail: string;
};

/** A document that counts, as a transaction left it. */
export type WrittenRecord = {
  readonly kind: string;
  readonly parts: readonly string[];
  readonly status: string;
  /** The record's text, as it stands on the ledger. */
  readonly text: string;
  readonly block: number;
  readonly transactionId: string;
};

/** Which documents of a channel count and what stands in them, and what counts for nothing: by the blocks alone, with the flags
 *  that they bear. */
export class FoundDocuments {
  #guards: Guards = noGuards;
  #next = 0;
  readonly #counting = new Map<string, WrittenRecord>();
  readonly #byTransaction = new Map<string, WrittenRecord[]>();
  readonly #quarantined: Quarantined[] = [];

  constructor(private readonly chaincode: string) {}

  /** Read the next block. */
  add(bytes: Uint8Array): void {
    const { projection, guards } = projectionOf(readBlock(bytes, this.chaincode), this.#guards);
    this.#guards = guards;
    this.#fold(projection, this.#next);
    this.#next += 1;
  }

  /** The documents that count, each as it stands now. */
  get counting(): readonly WrittenRecord[] {
    return [...this.#counting.values()];
  }

  /** What a transaction wrote of documents that count. */
  writtenBy(transactionId: string): readonly WrittenRecord[] {
    return this.#byTransaction.get(transactionId) ?? [];
  }

  get quarantined(): readonly Quarantined[] {
    return this.#quarantined;
  }

  #fold({ removed, quarantine, timeline, documents }: Projection, block: number): void {
    // What depends on which documents counted comes before they change.
    const rows = quarantine.filter((row) => this.#holds(row));
    const written = timeline.filter((row) => this.#holds(row));
    const standing = documents.filter((row) => this.#holds(row));
    for (const { transaction_id: transactionId, by_msp: byMsp, ...row } of rows) {
      const { kind, parts, reason, detail } = row;
      this.#quarantined.push({ kind, parts, block, transactionId, byMsp, reason, detail });
    }
    for (const row of written) {
      const one = recordOf(row, block);
      const others = this.#byTransaction.get(one.transactionId) ?? [];
      this.#byTransaction.set(one.transactionId, [...others, one]);
    }
    for (const one of removed) this.#counting.delete(nameOf(one));
    for (const row of standing) this.#counting.set(nameOf(row), recordOf(row, block));
  }

  #holds(row: Projection['quarantine' | 'timeline'][number]): boolean {
    return row.if_stood === undefined || row.if_stood === this.#counting.has(nameOf(row));
  }
}

/** Go through blocks from block 0 on, whose flags are right. */
export async function documentsFoundIn(
  blocks: AsyncIterable<Uint8Array>,
  chaincode: string,
): Promise<FoundDocuments> {
  const found = new FoundDocuments(chaincode);
  for await (const bytes of blocks) found.add(bytes);
  return found;
}

function recordOf(row: Projection['timeline'][number], block: number): WrittenRecord {
  const { kind, parts, status, record: text, transaction_id: transactionId } = row;
  return { kind, parts, status, text, block, transactionId };
}
