import { sha256 } from '@argosy/protocol/crypto';
import { KVRWSet, TxPvtReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, encode } from '@argosy/protocol/wire';
import { hex } from '../key-changes.js';

/** Where a private write set belongs: a collection in a transaction of a block. */
export interface SetPlace {
  readonly block: bigint;
  readonly index: number;
  readonly chaincode: string;
  readonly collection: string;
}

/** The clear writes of a transaction in one collection: the half that never stands in a block. */
export interface PrivateSet extends SetPlace {
  /** Bytes of `kvrwset.KVRWSet`; the block holds their SHA-256. */
  readonly rwset: Uint8Array;
}

/** A clear write; without a value it deletes. */
export interface ClearWrite {
  readonly key: string;
  readonly keyHash: string;
  readonly value: Uint8Array | undefined;
}

/** The parts of a private set, by clear key. */
export interface ClearWrites {
  readonly writes: readonly ClearWrite[];
  /** Keys whose metadata alone was written. */
  readonly metadataKeys: readonly string[];
}

/** The hash of a clear key, in lower-case hex. */
export const keyHashOf = (key: string): string => hex(sha256(Buffer.from(key)));

/** The sets of one transaction as they leave an endorser (`rwset.TxPvtReadWriteSet`). Throws WireError. */
export function privateSetsOf(
  { block, index }: Pick<SetPlace, 'block' | 'index'>,
  bytes: Uint8Array,
): PrivateSet[] {
  return decode(TxPvtReadWriteSet, bytes).nsPvtRwset.flatMap(({ namespace, collectionPvtRwset }) =>
    collectionPvtRwset.map(({ collectionName, rwset }) => ({
      block,
      index,
      chaincode: namespace,
      collection: collectionName,
      rwset,
    })),
  );
}

/** What a set writes. Throws WireError. */
export function clearWrites(rwset: Uint8Array): ClearWrites {
  const { writes, metadataWrites } = decode(KVRWSet, rwset);
  return {
    writes: writes.map(({ key, isDelete, value }) => ({
      key,
      keyHash: keyHashOf(key),
      value: isDelete || value.length === 0 ? undefined : value,
    })),
    metadataKeys: metadataWrites.map(({ key }) => key),
  };
}

/** The hashes of all keys that a set names. */
export function namedKeyHashes(rwset: Uint8Array): Set<string> {
  const { writes, metadataKeys } = clearWrites(rwset);
  return new Set([...writes.map(({ keyHash }) => keyHash), ...metadataKeys.map(keyHashOf)]);
}

/** The set without the keys of which `keep` says no. */
export function trimmed(rwset: Uint8Array, keep: (keyHash: string) => boolean): Buffer {
  const { writes, metadataWrites } = decode(KVRWSet, rwset);
  const stays = ({ key }: { readonly key: string }): boolean => keep(keyHashOf(key));
  return encode(KVRWSet, {
    writes: writes.filter(stays),
    metadataWrites: metadataWrites.filter(stays),
  });
}
