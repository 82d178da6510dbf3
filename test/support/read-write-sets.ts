import { sha256 } from '@argosy/protocol/crypto';
import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';

/** Block and position; undefined: the key was absent. */
export type At = readonly [block: number, index: number] | undefined;
export type Metadata = Readonly<Record<string, Uint8Array>>;
export type Write = readonly [key: string, value: string | Uint8Array | undefined];
type Ranges = Encodable<Decoded<typeof KVRWSet>>['rangeQueriesInfo'];

/** What one namespace's part of a read-write set says. Lists keep their order and may name a key twice. */
export interface NamespaceDraft {
  readonly reads?: readonly (readonly [key: string, at: At])[];
  readonly ranges?: Ranges;
  /** A value of undefined deletes; an empty one is written as it is. */
  readonly writes?: readonly Write[];
  readonly metadata?: readonly (readonly [key: string, entries: Metadata])[];
  readonly collections?: Readonly<Record<string, CollectionDraft>>;
}

/** Keys and values in clear: only their hashes go into the set. */
export interface CollectionDraft {
  readonly reads?: readonly (readonly [key: string, at: At])[];
  readonly writes?: readonly Write[];
  readonly purges?: readonly string[];
  readonly metadata?: readonly (readonly [key: string, entries: Metadata])[];
}

export type Drafts = Readonly<Record<string, NamespaceDraft>>;

/** Bytes of `TxReadWriteSet`, in the order given. */
export function readWriteSet(
  drafts: Drafts | readonly (readonly [string, NamespaceDraft])[],
): Buffer {
  const entries = Array.isArray(drafts) ? drafts : Object.entries(drafts);
  return encode(TxReadWriteSet, {
    nsRwset: entries.map(([namespace, draft]: readonly [string, NamespaceDraft]) => ({
      namespace,
      rwset: publicSet(draft),
      collectionHashedRwset: Object.entries(draft.collections ?? {}).map(([name, collection]) => ({
        collectionName: name,
        hashedRwset: hashedSet(collection),
        pvtRwsetHash: sha256(privateSet(collection)),
      })),
    })),
  });
}

function publicSet({ reads = [], ranges, writes = [], metadata = [] }: NamespaceDraft): Buffer {
  return encode(KVRWSet, {
    reads: reads.map(([key, at]) => ({ key, version: versionAt(at) })),
    rangeQueriesInfo: ranges,
    writes: writes.map(writeOf),
    metadataWrites: metadata.map(([key, entries]) => ({ key, entries: entriesOf(entries) })),
  });
}

function hashedSet({
  reads = [],
  writes = [],
  purges = [],
  metadata = [],
}: CollectionDraft): Buffer {
  return encode(HashedRWSet, {
    hashedReads: reads.map(([key, at]) => ({ keyHash: hash(key), version: versionAt(at) })),
    hashedWrites: [
      ...writes.map(([key, value]) => ({
        keyHash: hash(key),
        isDelete: value === undefined,
        valueHash: value === undefined ? undefined : hash(value),
      })),
      ...purges.map((key) => ({ keyHash: hash(key), isDelete: true, isPurge: true })),
    ],
    metadataWrites: metadata.map(([key, entries]) => ({
      keyHash: hash(key),
      entries: entriesOf(entries),
    })),
  });
}

/** The clear side of a collection's writes: bytes of `KVRWSet`, as they are handed to its members. */
export function privateSet({ writes = [], purges = [], metadata = [] }: CollectionDraft): Buffer {
  return encode(KVRWSet, {
    writes: [...writes.map(writeOf), ...purges.map((key) => ({ key, isDelete: true }))],
    metadataWrites: metadata.map(([key]) => ({ key })),
  });
}

const writeOf = ([key, value]: Write) => ({
  key,
  isDelete: value === undefined,
  value: value === undefined ? undefined : Buffer.from(value),
});

const versionAt = (at: At) =>
  at === undefined ? undefined : { blockNum: BigInt(at[0]), txNum: BigInt(at[1]) };

const entriesOf = (entries: Metadata) =>
  Object.entries(entries).map(([name, value]) => ({ name, value }));

export const hash = (clear: string | Uint8Array): Buffer => sha256(Buffer.from(clear));

/** A key's own policy, as it stands in its metadata. */
export const guardedBy = (policy: Uint8Array): Metadata => ({ VALIDATION_PARAMETER: policy });

/** The same policy as a message, where it is a part of another. */
export const asMessage = (policy: Uint8Array): Decoded<typeof SignaturePolicyEnvelope> =>
  decode(SignaturePolicyEnvelope, policy);
