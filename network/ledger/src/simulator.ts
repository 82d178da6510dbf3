import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import { RangeQuery } from './range-query.js';
import type { MetadataEntry, StateEntry, StateView } from './state.js';
import type { Version } from './version.js';

interface NamespaceAccess {
  readonly reads: Map<string, Version | undefined>;
  readonly ranges: RangeQuery[];
  readonly writes: Map<string, Uint8Array | undefined>;
  readonly metadataWrites: Map<string, readonly MetadataEntry[]>;
}

/**
 * Runs one proposal against a view of the state and records what it reads and writes. Reads see the committed state only, never
 * the writes of the same simulation.
 */
export class Simulator {
  readonly #namespaces = new Map<string, NamespaceAccess>();

  constructor(readonly view: StateView) {}

  get(namespace: string, key: string): Uint8Array {
    return this.#read(namespace, key)?.value ?? new Uint8Array(0);
  }

  getMetadata(namespace: string, key: string): readonly MetadataEntry[] {
    return this.#read(namespace, key)?.metadata ?? [];
  }

  /** Write a value. An empty one deletes, as on a peer. */
  put(namespace: string, key: string, value: Uint8Array): void {
    this.#access(namespace).writes.set(key, value.length === 0 ? undefined : value);
  }

  delete(namespace: string, key: string): void {
    this.#access(namespace).writes.set(key, undefined);
  }

  /** Replace the whole metadata of a key. */
  putMetadata(namespace: string, key: string, entries: readonly MetadataEntry[]): void {
    const sorted = [...entries].sort((a, b) => compareUtf8(a.name, b.name));
    this.#access(namespace).metadataWrites.set(key, sorted);
  }

  /** Begin a range query; what is taken from it is recorded. */
  range(namespace: string, start: string, end: string): RangeQuery {
    const query = new RangeQuery(this.view.range(namespace, start, end), start, end);
    this.#access(namespace).ranges.push(query);
    return query;
  }

  get hasWrites(): boolean {
    return [...this.#namespaces.values()].some(
      ({ writes, metadataWrites }) => writes.size > 0 || metadataWrites.size > 0,
    );
  }

  /** The bytes of `TxReadWriteSet`: namespaces and keys in the order of their UTF-8 bytes, equal on every endorser. */
  results(): Buffer {
    const nsRwset = sortedEntries(this.#namespaces).map(([namespace, access]) => ({
      namespace,
      rwset: encodeAccess(access),
    }));
    return encode(TxReadWriteSet, { nsRwset });
  }

  #read(namespace: string, key: string): StateEntry | undefined {
    const entry = this.view.get(namespace, key);
    this.#access(namespace).reads.set(key, entry?.version);
    return entry;
  }

  #access(namespace: string): NamespaceAccess {
    let access = this.#namespaces.get(namespace);
    if (access === undefined) {
      access = { reads: new Map(), ranges: [], writes: new Map(), metadataWrites: new Map() };
      this.#namespaces.set(namespace, access);
    }
    return access;
  }
}

function encodeAccess({ reads, ranges, writes, metadataWrites }: NamespaceAccess): Buffer {
  return encode(KVRWSet, {
    reads: sortedEntries(reads).map(([key, version]) => ({ key, version })),
    rangeQueriesInfo: distinct(ranges).map((query) => query.info()),
    writes: sortedEntries(writes).map(([key, value]) => ({
      key,
      isDelete: value === undefined,
      value,
    })),
    metadataWrites: sortedEntries(metadataWrites).map(([key, entries]) => ({ key, entries })),
  });
}

/** Range queries in the order in which they began; of equal ones the first is kept. */
function distinct(ranges: readonly RangeQuery[]): RangeQuery[] {
  const byIdentity = new Map<string, RangeQuery>();
  for (const query of ranges) {
    if (!byIdentity.has(query.identity)) byIdentity.set(query.identity, query);
  }
  return [...byIdentity.values()];
}

function sortedEntries<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareUtf8(a, b));
}
