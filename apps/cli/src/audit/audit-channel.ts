import { nameOf } from '@argosy/gateway/indexer/announced-changes';
import { ChainFollower, genesisOf } from '@argosy/gateway/indexer/chain';
import type { QuarantineReason } from '@argosy/gateway/indexer/document-fold';
import { judgeBlock } from '@argosy/gateway/indexer/judge-block';
import { noGuards, type Guards } from '@argosy/gateway/indexer/ledger-guards';
import type { Projection } from '@argosy/gateway/indexer/projection';

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

export type ChannelAudit = {
  readonly channel: string;
  readonly blocks: number;
  /** The documents that count. */
  readonly documents: number;
  readonly quarantined: readonly Quarantined[];
};

/** Go through a channel from block 0 on, and find what counts for nothing: documents without the consent of those whom they bind,
 *  and what was written past the contracts. Refuses a block that does not follow from the one before, is not signed by a quorum of
 *  the orderers, or cannot be read. */
export async function auditChannel(
  blocks: AsyncIterable<Uint8Array>,
  chaincode: string,
): Promise<ChannelAudit> {
  const found = new FoundDocuments();
  let follower: ChainFollower | undefined;
  let guards: Guards = noGuards;
  let channel = '';
  for await (const bytes of blocks) {
    if (follower === undefined) {
      const genesis = genesisOf(bytes);
      follower = new ChainFollower(genesis, undefined);
      ({ channel } = genesis);
    }
    const block = Number(follower.next);
    const judged = judgeBlock(bytes, { follower, chaincode, guards });
    found.add(judged.projection, block);
    ({ guards } = judged);
    judged.advance();
  }
  const blocksRead = Number(follower?.next ?? 0n);
  return { channel, blocks: blocksRead, ...found.counted() };
}

/** Which documents count, and what does not. */
class FoundDocuments {
  readonly #counting = new Set<string>();
  readonly #quarantined: Quarantined[] = [];

  add({ removed, quarantine, documents }: Projection, block: number): void {
    // What depends on which documents counted comes before they change.
    const rows = quarantine.filter((row) => this.#holds(row));
    for (const { transaction_id: transactionId, by_msp: byMsp, ...row } of rows) {
      const { kind, parts, reason, detail } = row;
      this.#quarantined.push({ kind, parts, block, transactionId, byMsp, reason, detail });
    }
    for (const one of removed) this.#counting.delete(nameOf(one));
    for (const one of documents) if (this.#holds(one)) this.#counting.add(nameOf(one));
  }

  counted(): Pick<ChannelAudit, 'documents' | 'quarantined'> {
    return { documents: this.#counting.size, quarantined: this.#quarantined };
  }

  #holds(row: Projection['quarantine' | 'documents'][number]): boolean {
    return row.if_stood === undefined || row.if_stood === this.#counting.has(nameOf(row));
  }
}
