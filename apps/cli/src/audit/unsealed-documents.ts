import { ChainFollower, genesisOf } from '@argosy/gateway/indexer/chain';
import { judgeBlock } from '@argosy/gateway/indexer/judge-block';
import type { Guards } from '@argosy/gateway/indexer/ledger-guards';
import type { Projection } from '@argosy/gateway/indexer/projection';

/** A document that was written without the consent of members whom it binds. */
export type UnsealedDocument = {
  readonly kind: string;
  readonly parts: readonly string[];
  readonly block: number;
  readonly transactionId: string;
  /** Whose client sent the transaction. */
  readonly byMsp: string;
  /** The members whose seal it lacks. */
  readonly missing: string;
};

export type SealAudit = {
  readonly channel: string;
  readonly blocks: number;
  readonly documents: number;
  readonly unsealed: readonly UnsealedDocument[];
};

/** Go through a channel from block 0 on, and find what lacks seals. Refuses a block that does not follow from the one before, is
 *  not signed by a quorum of the orderers, or cannot be read. */
export async function auditSeals(
  blocks: AsyncIterable<Uint8Array>,
  chaincode: string,
): Promise<SealAudit> {
  const found = new FoundDocuments();
  let follower: ChainFollower | undefined;
  let guards: Guards = new Map();
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

/** Which documents there are, and which of them lack seals since they were written first. */
class FoundDocuments {
  readonly #known = new Set<string>();
  readonly #unsealed = new Map<string, UnsealedDocument>();

  add({ removed, unsealed, documents }: Projection, block: number): void {
    for (const one of removed) {
      this.#known.delete(nameOf(one));
      this.#unsealed.delete(nameOf(one));
    }
    for (const { kind, parts, transaction_id: transactionId, by_msp: byMsp, missing } of unsealed) {
      const name = nameOf({ kind, parts });
      if (this.#known.has(name)) continue;
      this.#unsealed.set(name, { kind, parts, block, transactionId, byMsp, missing });
    }
    for (const one of documents) this.#known.add(nameOf(one));
  }

  counted(): Pick<SealAudit, 'documents' | 'unsealed'> {
    return { documents: this.#known.size, unsealed: [...this.#unsealed.values()] };
  }
}

function nameOf({ kind, parts }: Pick<UnsealedDocument, 'kind' | 'parts'>): string {
  return JSON.stringify([kind, parts]);
}
