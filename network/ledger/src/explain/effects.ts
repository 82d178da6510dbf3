import type { KVMetadataWrite, KVRead, RangeQueryInfo } from '@argosy/protocol/messages/rwset';
import type { Decoded } from '@argosy/protocol/wire';
import { VALIDATION_PARAMETER } from '../validation/key-policies.js';
import type { NamespaceSet } from '../validation/read-write-set.js';
import type {
  CollectionEffect,
  KeyMetadata,
  KeyRead,
  NamespaceEffect,
  RangeRead,
} from './explanation.js';
import { keyPolicyWords } from './policy-words.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What a transaction read and writes in one namespace, for people. Of private data it shows what the block has: hashes. */
export function namespaceEffect({ namespace, set, hashed }: NamespaceSet): NamespaceEffect {
  return {
    namespace,
    reads: set.reads.map(keyRead),
    ranges: set.rangeQueriesInfo.map(rangeRead),
    writes: set.writes.map(({ key, isDelete, value }) => ({
      key,
      // A write of nothing deletes.
      isDelete: isDelete || value.length === 0,
      value: base64(value),
    })),
    policies: set.metadataWrites.map(({ key, entries }) => keyMetadata(key, entries)),
    collections: hashed.map(collectionEffect),
  };
}

function collectionEffect({ collection, set }: NamespaceSet['hashed'][number]): CollectionEffect {
  return {
    collection,
    reads: set.hashedReads.map(({ keyHash, version }) => keyRead({ key: hex(keyHash), version })),
    writes: set.hashedWrites.map(({ keyHash, isDelete, isPurge, valueHash }) => ({
      key: hex(keyHash),
      isDelete: isDelete || isPurge,
      isPurge,
      valueHash: hex(valueHash),
    })),
    policies: set.metadataWrites.map(({ keyHash, entries }) => keyMetadata(hex(keyHash), entries)),
  };
}

const keyRead = ({ key, version }: Pick<Decoded<typeof KVRead>, 'key' | 'version'>): KeyRead => ({
  key,
  ...(version && { version: { blockNum: version.blockNum, txNum: version.txNum } }),
});

const rangeRead = (range: Decoded<typeof RangeQueryInfo>): RangeRead => ({
  start: range.startKey,
  end: range.endKey,
  exhausted: range.itrExhausted,
  results:
    range.readsMerkleHashes === undefined
      ? (range.rawReads?.kvReads ?? []).map(keyRead)
      : 'summarised',
});

const keyMetadata = (
  key: string,
  entries: Decoded<typeof KVMetadataWrite>['entries'],
): KeyMetadata => ({
  key,
  entries: entries.map(({ name, value }) => ({
    name,
    text: name === VALIDATION_PARAMETER ? keyPolicyWords(value) : base64(value),
  })),
});
