import { KVRWSet } from '@argosy/protocol/messages/rwset';
import type { NsPvtReadWriteSet, NsReadWriteSet } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { CollectionAccess } from './collection-access.js';
import type { RangeQuery } from './range-query.js';
import type { MetadataEntry } from './state.js';
import type { Version } from './version.js';

/** What a simulation reads and writes in one namespace. Everything leaves in the order of the UTF-8 bytes of its name. */
export class NamespaceAccess {
  readonly reads = new Map<string, Version | undefined>();
  readonly ranges: RangeQuery[] = [];
  /** Undefined deletes. */
  readonly writes = new Map<string, Uint8Array | undefined>();
  readonly metadataWrites = new Map<string, readonly MetadataEntry[]>();
  readonly #collections = new Map<string, CollectionAccess>();

  collection(name: string): CollectionAccess {
    const access = this.#collections.get(name) ?? new CollectionAccess();
    this.#collections.set(name, access);
    return access;
  }

  get hasWrites(): boolean {
    return (
      this.writes.size > 0 ||
      this.metadataWrites.size > 0 ||
      [...this.#collections.values()].some((access) => access.hasWrites)
    );
  }

  /** What the block says of it. */
  inBlock(namespace: string): Encodable<Decoded<typeof NsReadWriteSet>> {
    const collectionHashedRwset = sorted(this.#collections).map(([name, access]) =>
      access.hashed(name),
    );
    return { namespace, rwset: this.#publicSet(), collectionHashedRwset };
  }

  /** What members of its collections get apart from the block; undefined where nothing private is written. */
  inClear(namespace: string): Encodable<Decoded<typeof NsPvtReadWriteSet>> | undefined {
    const collectionPvtRwset = sorted(this.#collections).flatMap(
      ([name, access]) => access.clear(name) ?? [],
    );
    return collectionPvtRwset.length === 0 ? undefined : { namespace, collectionPvtRwset };
  }

  #publicSet(): Buffer {
    return encode(KVRWSet, {
      reads: sorted(this.reads).map(([key, version]) => ({ key, version })),
      rangeQueriesInfo: distinct(this.ranges).map((query) => query.info()),
      writes: sorted(this.writes).map(([key, value]) => ({
        key,
        isDelete: value === undefined,
        value,
      })),
      metadataWrites: sorted(this.metadataWrites).map(([key, entries]) => ({ key, entries })),
    });
  }
}

/** Range queries in the order in which they began; of equal ones the first is kept. */
function distinct(ranges: readonly RangeQuery[]): RangeQuery[] {
  const byIdentity = new Map<string, RangeQuery>();
  for (const query of ranges) {
    if (!byIdentity.has(query.identity)) byIdentity.set(query.identity, query);
  }
  return [...byIdentity.values()];
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareUtf8(a, b));
}
