import type { Channel } from './channel.js';
import { CollectionAccess } from './collection-access.js';
import { requireCollection } from './collection-rights.js';
import type { MetadataWrite, Read, ReadWriteSet, Write } from './execution.js';
import type { Transaction } from './proposal.js';
import { Query } from './query.js';
import type { RangeRead } from './range-read.js';
import { StateTable } from './state-table.js';
import type { Entry } from './state-table.js';
import type { WorldState } from './world-state.js';
import { WriteConditions } from './write-conditions.js';

const nothing = new StateTable();

/**
 * Runs one proposal against the state as it is and notes what it reads and is going to write. Reads
 * see what is committed, never the writes of the same execution.
 */
export class Simulation {
  readonly conditions: WriteConditions;
  readonly #reads = new Map<string, Read>();
  readonly #queries: { read(): RangeRead }[] = [];
  readonly #writes = new Map<string, Write>();
  readonly #metadataWrites = new Map<string, MetadataWrite>();
  readonly #collections = new Map<string, CollectionAccess>();

  constructor(
    private readonly state: WorldState,
    private readonly channel: Channel,
    private readonly transaction: Transaction,
  ) {
    this.conditions = new WriteConditions(transaction.txId);
  }

  get(key: string): Entry | undefined {
    if (this.state.unreadable.has(key)) throw new Error('the state database cannot be read');
    const entry = this.state.public.get(key);
    this.#reads.set(key, { key, version: entry?.version });
    return entry;
  }

  /** No value deletes. */
  put(key: string, value: Buffer | undefined): void {
    this.conditions.beginWrite();
    this.#writes.set(key, { key, value });
  }

  putPolicy(key: string, policy: Buffer): void {
    this.conditions.beginWrite();
    this.#metadataWrites.set(key, { collection: undefined, key, stateKey: key, policy });
  }

  range(start: string, end: string): Query {
    const query = new Query(this.state.public, start, end);
    this.#queries.push(query);
    return query;
  }

  page(start: string, end: string, size: number): ReturnType<Query['page']> {
    this.conditions.beginPages();
    const page = new Query(this.state.public, start, end).page(size);
    this.#queries.push({ read: () => page.read });
    return page;
  }

  /** A query of clear values leaves no trace, and finds nothing where none are held. */
  privateRange(collection: string, start: string, end: string): Query {
    this.conditions.beginPrivateQuery();
    const { members } = requireCollection(this.channel, collection);
    const { clear } = this.state.collection(collection);
    const isMember = members.includes(this.transaction.at);
    return new Query(isMember ? clear : nothing, start, end);
  }

  /** A collection to read from. */
  collection(name: string): CollectionAccess {
    const known = this.#collections.get(name);
    if (known !== undefined) return known;
    const { members } = requireCollection(this.channel, name);
    const isMember = members.includes(this.transaction.at);
    const made = new CollectionAccess(name, this.state.collection(name), isMember);
    this.#collections.set(name, made);
    return made;
  }

  /** A collection to write into. */
  writableCollection(name: string): CollectionAccess {
    const collection = this.collection(name);
    this.conditions.beginWrite();
    return collection;
  }

  results(): ReadWriteSet {
    const collections = [...this.#collections.values()];
    return {
      reads: [...this.#reads.values()],
      rangeReads: this.#queries.map((query) => query.read()),
      privateReads: collections.flatMap(({ reads }) => [...reads.values()]),
      writes: [...this.#writes.values()],
      privateWrites: collections.flatMap(({ writes }) => [...writes.values()]),
      metadataWrites: [
        ...this.#metadataWrites.values(),
        ...collections.flatMap(({ metadataWrites }) => [...metadataWrites.values()]),
      ],
    };
  }
}
