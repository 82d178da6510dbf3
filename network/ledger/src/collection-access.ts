import { sha256 } from '@argosy/protocol/crypto';
import { HashedRWSet, KVRWSet } from '@argosy/protocol/messages/rwset';
import type {
  CollectionHashedReadWriteSet,
  CollectionPvtReadWriteSet,
} from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import type { MetadataEntry } from './state.js';
import type { Version } from './version.js';

interface PrivateWrite {
  /** Undefined deletes. */
  readonly value: Uint8Array | undefined;
  readonly purge: boolean;
}

/**
 * What a simulation reads and writes in one collection, by clear key. It leaves in two halves: hashes for the block, and clear writes
 * for those who belong to the collection. Both are in the order of the clear keys.
 */
export class CollectionAccess {
  readonly #reads = new Map<string, Version | undefined>();
  readonly #writes = new Map<string, PrivateWrite>();
  readonly #metadataWrites = new Map<string, readonly MetadataEntry[]>();

  read(key: string, version: Version | undefined): void {
    this.#reads.set(key, version);
  }

  write(key: string, value: Uint8Array): void {
    this.#writes.set(key, { value: value.length === 0 ? undefined : value, purge: false });
  }

  delete(key: string, { purge }: { readonly purge: boolean }): void {
    this.#writes.set(key, { value: undefined, purge });
  }

  writeMetadata(key: string, entries: readonly MetadataEntry[]): void {
    this.#metadataWrites.set(key, entries);
  }

  get hasWrites(): boolean {
    return this.#writes.size > 0 || this.#metadataWrites.size > 0;
  }

  /** The half for the block. */
  hashed(collectionName: string): Encodable<Decoded<typeof CollectionHashedReadWriteSet>> {
    const hashedRwset = encode(HashedRWSet, {
      hashedReads: sorted(this.#reads).map(([key, version]) => ({ keyHash: hashOf(key), version })),
      hashedWrites: sorted(this.#writes).map(([key, { value, purge }]) => ({
        keyHash: hashOf(key),
        isDelete: value === undefined,
        valueHash: value && sha256(value),
        isPurge: purge,
      })),
      metadataWrites: sorted(this.#metadataWrites).map(([key, entries]) => ({
        keyHash: hashOf(key),
        entries,
      })),
    });
    const clear = this.clear(collectionName)?.rwset;
    return { collectionName, hashedRwset, pvtRwsetHash: clear && sha256(clear) };
  }

  /** The half for the members; undefined where nothing is written. A key whose metadata alone is written is named without it. */
  clear(
    collectionName: string,
  ): Pick<Decoded<typeof CollectionPvtReadWriteSet>, 'collectionName' | 'rwset'> | undefined {
    if (!this.hasWrites) return undefined;
    const writes = sorted(this.#writes).map(([key, { value }]) => ({
      key,
      isDelete: value === undefined,
      value,
    }));
    const metadataWrites = sorted(this.#metadataWrites).map(([key]) => ({ key }));
    return { collectionName, rwset: encode(KVRWSet, { writes, metadataWrites }) };
  }
}

const hashOf = (key: string): Buffer => sha256(Buffer.from(key));

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareUtf8(a, b));
}
