import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import type { Decoded } from '@argosy/protocol/wire';
import { layer } from './defect.js';
import { quoted } from './quoted.js';

/** The part of the read-write set that concerns one namespace. */
export interface NamespaceSet {
  readonly namespace: string;
  readonly set: Decoded<typeof KVRWSet>;
  readonly hashed: readonly CollectionSet[];
}

/** What a block says of one private data collection: hashes only. */
export interface CollectionSet {
  readonly collection: string;
  readonly set: Decoded<typeof HashedRWSet>;
  /** The hash of the clear write set, which whoever belongs to the collection gets apart from the block. */
  readonly privateHash: Uint8Array;
}

/** A read-write set with every nested one. Throws Defect. */
export function openReadWriteSet(results: Uint8Array): NamespaceSet[] {
  return layer(code, TxReadWriteSet, results).nsRwset.map((part) => {
    const { namespace } = part;
    const what = (): string => `the set of namespace ${quoted(namespace)}`;
    return {
      namespace,
      set: layer(code, KVRWSet, part.rwset, what),
      hashed: part.collectionHashedRwset.map(({ collectionName, hashedRwset, pvtRwsetHash }) => ({
        collection: collectionName,
        set: layer(
          code,
          HashedRWSet,
          hashedRwset,
          () => `${what()}, collection ${quoted(collectionName)}`,
        ),
        privateHash: pvtRwsetHash,
      })),
    };
  });
}

const code = 'BAD_RWSET';
