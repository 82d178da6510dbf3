import { sha256 } from '@argosy/protocol/crypto';
import { implicitCollection } from '@argosy/ledger/collections';
import { chaincodeDefinition, type ChaincodeDefinition } from '@argosy/ledger/definitions';
import { Simulator, type CollectionName } from '@argosy/ledger/simulator';
import { clearSpace, hashedSpace } from '@argosy/ledger/spaces';
import type { MetadataEntry, StateEntry, StateView } from '@argosy/ledger/state';
import type { SimulationSite } from './site.js';
import { WrittenKeys } from './written-keys.js';

/**
 * A proposal's simulation on one channel, shared by all chaincodes that it calls there: what the simulator records, and a peer's
 * conditions. Certain queries and writes do not go together; a collection must be defined. The spelling of the refusals is a peer's.
 */
export class Simulation {
  readonly simulator: Simulator;
  readonly written = new WrittenKeys();
  readonly #privateReads = new Map<string, Set<string>>();
  readonly #collections = new Map<string, ReadonlySet<string>>();
  #hasWrites = false;
  #hasPages = false;
  #hasPrivateQueries = false;

  constructor(
    view: StateView,
    readonly site: SimulationSite,
  ) {
    this.simulator = new Simulator(view);
  }

  get view(): StateView {
    return this.simulator.view;
  }

  /** The collections of which clear data was read, by namespace. */
  get privateReads(): ReadonlyMap<string, ReadonlySet<string>> {
    return this.#privateReads;
  }

  /** A chaincode's definition, with a trace of every part in the read set; undefined where there is none. */
  definition(chaincode: string): ChaincodeDefinition | undefined {
    return chaincodeDefinition((namespace, key) => this.simulator.get(namespace, key), chaincode);
  }

  /** A written value; an empty one, or none, deletes. */
  put(namespace: string, key: string, value: Uint8Array): void {
    this.#beginWrite();
    this.simulator.put(namespace, key, value);
    this.#notePublic(namespace, key);
  }

  putMetadata(namespace: string, key: string, entries: readonly MetadataEntry[]): void {
    this.#beginWrite();
    this.simulator.putMetadata(namespace, key, entries);
    this.#notePublic(namespace, key);
  }

  /** Refuses: a paginated query after a write. */
  beginPages(): void {
    if (this.#hasWrites) {
      throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
    }
    this.#hasPages = true;
  }

  getPrivate(where: CollectionName, key: string): Uint8Array {
    this.#requireCollection(where);
    const value = this.simulator.getPrivate(where, key);
    this.#notePrivateRead(where);
    return value;
  }

  /** Values as they are held here, be they outdated: a peer does not compare versions when it is asked for several. */
  getManyPrivate(where: CollectionName, keys: readonly string[]): Uint8Array[] {
    this.#requireCollection(where);
    return keys.map((key) => {
      this.#notePrivateRead(where);
      return this.simulator.getPrivateAsHeld(where, key);
    });
  }

  getPrivateHash(where: CollectionName, key: string): Uint8Array {
    this.#requireCollection(where);
    return this.simulator.getPrivateHash(where, key);
  }

  getPrivateMetadata(where: CollectionName, key: string): readonly MetadataEntry[] {
    this.#requireCollection(where);
    return this.simulator.getPrivateMetadata(where, key);
  }

  /** A query of clear data leaves no trace. Refuses: one after a write. */
  privateRange(
    where: CollectionName,
    { startKey, endKey }: { readonly startKey: string; readonly endKey: string },
  ): AsyncIterable<readonly [string, StateEntry]> {
    this.beginPrivateQuery(where);
    return this.view.range(clearSpace(where.namespace, where.collection), startKey, endKey);
  }

  /** Refuses: a query of clear data after a write. */
  beginPrivateQuery(where: CollectionName): void {
    if (this.#hasWrites) {
      throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
    }
    this.#hasPrivateQueries = true;
    this.#requireCollection(where);
  }

  putPrivate(where: CollectionName, key: string, value: Uint8Array): void {
    this.#writePrivate(where, key, () => {
      this.simulator.putPrivate(where, key, value);
    });
  }

  purgePrivate(where: CollectionName, key: string): void {
    this.#writePrivate(where, key, () => {
      this.simulator.purgePrivate(where, key);
    });
  }

  putPrivateMetadata(where: CollectionName, key: string, entries: readonly MetadataEntry[]): void {
    this.#writePrivate(where, key, () => {
      this.simulator.putPrivateMetadata(where, key, entries);
    });
  }

  #writePrivate(where: CollectionName, key: string, write: () => void): void {
    this.#requireCollection(where);
    this.#beginWrite();
    write();
    const hashed = hashedSpace(where.namespace, where.collection);
    const entry = this.view.get(hashed, sha256(Buffer.from(key)).toString('hex'));
    this.written.note(where, key, entry?.metadata ?? []);
  }

  #notePublic(namespace: string, key: string): void {
    const entry = this.view.get(namespace, key);
    this.written.note({ namespace, collection: '' }, key, entry?.metadata ?? []);
  }

  #notePrivateRead({ namespace, collection }: CollectionName): void {
    const collections = this.#privateReads.get(namespace) ?? new Set();
    this.#privateReads.set(namespace, collections.add(collection));
  }

  #beginWrite(): void {
    if (this.#hasPrivateQueries) {
      throw this.#unsupported(
        'Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    }
    if (this.#hasPages) {
      throw this.#unsupported(
        'Transaction has already performed a paginated query. Writes are not allowed',
      );
    }
    this.#hasWrites = true;
  }

  /** Refuses: a collection that neither the chaincode's definition lists nor an organisation of the channel has. */
  #requireCollection({ namespace, collection }: CollectionName): void {
    const known = this.#collections.get(namespace) ?? this.#collectionsOf(namespace);
    this.#collections.set(namespace, known);
    // The hash of something in a collection without a name is asked of the definition, and not refused.
    if (collection === '' || known.has(collection)) return;
    throw new Error(
      `collection [${collection}] not defined in the collection config for chaincode [${namespace}]`,
    );
  }

  #collectionsOf(namespace: string): Set<string> {
    const listed = this.definition(namespace)?.collections.config ?? [];
    const names = listed.flatMap(
      ({ staticCollectionConfig }) => staticCollectionConfig?.name ?? [],
    );
    return new Set([...names, ...this.site.mspIds.map(implicitCollection)]);
  }

  #unsupported(why: string): Error {
    return new Error(`txid [${this.site.txId}]: unsuppored transaction. ${why}`);
  }
}
