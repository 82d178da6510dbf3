import { sha256 } from '@argosy/protocol/crypto';
import { TxPvtReadWriteSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import type { CollectionAccess } from './collection-access.js';
import { hex } from './key-changes.js';
import { NamespaceAccess } from './namespace-access.js';
import { RangeQuery } from './range-query.js';
import { clearSpace, hashedSpace } from './spaces.js';
import type { MetadataEntry, StateEntry, StateView } from './state.js';
import { sameVersion } from './version.js';
import type { Version } from './version.js';

/** A private data collection of a chaincode. */
export interface CollectionName {
  readonly namespace: string;
  readonly collection: string;
}

const NOTHING = new Uint8Array(0);

/**
 * Runs one proposal against a view of the state and records what it reads and writes. Reads see the committed state only, never
 * the writes of the same simulation. Whether a collection exists and who may use it is the caller's to ask.
 */
export class Simulator {
  readonly #namespaces = new Map<string, NamespaceAccess>();

  constructor(readonly view: StateView) {}

  get(namespace: string, key: string): Uint8Array {
    return this.#read(namespace, key)?.value ?? NOTHING;
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
    this.#access(namespace).metadataWrites.set(key, byName(entries));
  }

  /** Begin a range query; what is taken from it is recorded. */
  range(namespace: string, start: string, end: string): RangeQuery {
    const query = new RangeQuery(this.view.range(namespace, start, end), start, end);
    this.#access(namespace).ranges.push(query);
    return query;
  }

  /** A clear value. Throws where this node has another one than the hashes say, or none although there is one. */
  getPrivate(where: CollectionName, key: string): Uint8Array {
    const entry = this.view.get(clearSpace(where.namespace, where.collection), key);
    const hashed = this.#hashed(where, key);
    if (!sameVersion(entry?.version, hashed?.version)) {
      const versions = `Public hash version = ${text(hashed?.version)}, Private data version = ${text(entry?.version)}`;
      throw new Error(`private data matching public hash version is not available. ${versions}`);
    }
    this.#collection(where).read(key, entry?.version);
    return entry?.value ?? NOTHING;
  }

  /** A clear value as this node has it, be it outdated or missing. */
  getPrivateAsHeld(where: CollectionName, key: string): Uint8Array {
    const entry = this.view.get(clearSpace(where.namespace, where.collection), key);
    this.#collection(where).read(key, entry?.version);
    return entry?.value ?? NOTHING;
  }

  /** The hash of a clear value, which every node has. */
  getPrivateHash(where: CollectionName, key: string): Uint8Array {
    return this.#readHashed(where, key)?.value ?? NOTHING;
  }

  getPrivateMetadata(where: CollectionName, key: string): readonly MetadataEntry[] {
    return this.#readHashed(where, key)?.metadata ?? [];
  }

  /** Write a clear value. An empty one deletes, as on a peer. */
  putPrivate(where: CollectionName, key: string, value: Uint8Array): void {
    this.#collection(where).write(key, value);
  }

  deletePrivate(where: CollectionName, key: string): void {
    this.#collection(where).delete(key, { purge: false });
  }

  /** Delete a key and have every member forget the values that it ever had. */
  purgePrivate(where: CollectionName, key: string): void {
    this.#collection(where).delete(key, { purge: true });
  }

  /** Replace the whole metadata of a private key. It stands with the hash, so everybody knows it. */
  putPrivateMetadata(where: CollectionName, key: string, entries: readonly MetadataEntry[]): void {
    this.#collection(where).writeMetadata(key, byName(entries));
  }

  get hasWrites(): boolean {
    return [...this.#namespaces.values()].some((access) => access.hasWrites);
  }

  /** The bytes of `TxReadWriteSet`: namespaces and keys in the order of their UTF-8 bytes, equal on every endorser. */
  results(): Buffer {
    const nsRwset = this.#inOrder().map(([namespace, access]) => access.inBlock(namespace));
    return encode(TxReadWriteSet, { nsRwset });
  }

  /** The bytes of `TxPvtReadWriteSet`: the clear writes, which never stand in a block. Undefined where there are none. */
  privateResults(): Buffer | undefined {
    const nsPvtRwset = this.#inOrder().flatMap(
      ([namespace, access]) => access.inClear(namespace) ?? [],
    );
    return nsPvtRwset.length === 0 ? undefined : encode(TxPvtReadWriteSet, { nsPvtRwset });
  }

  #inOrder(): [string, NamespaceAccess][] {
    return [...this.#namespaces].sort(([a], [b]) => compareUtf8(a, b));
  }

  #read(namespace: string, key: string): StateEntry | undefined {
    const entry = this.view.get(namespace, key);
    this.#access(namespace).reads.set(key, entry?.version);
    return entry;
  }

  #readHashed(where: CollectionName, key: string): StateEntry | undefined {
    const entry = this.#hashed(where, key);
    this.#collection(where).read(key, entry?.version);
    return entry;
  }

  #hashed({ namespace, collection }: CollectionName, key: string): StateEntry | undefined {
    return this.view.get(hashedSpace(namespace, collection), hex(sha256(Buffer.from(key))));
  }

  #collection({ namespace, collection }: CollectionName): CollectionAccess {
    return this.#access(namespace).collection(collection);
  }

  #access(namespace: string): NamespaceAccess {
    const access = this.#namespaces.get(namespace) ?? new NamespaceAccess();
    this.#namespaces.set(namespace, access);
    return access;
  }
}

const byName = (entries: readonly MetadataEntry[]): MetadataEntry[] =>
  [...entries].sort((a, b) => compareUtf8(a.name, b.name));

const text = (version: Version | undefined): string =>
  version === undefined ? '<nil>' : `{BlockNum: ${version.blockNum}, TxNum: ${version.txNum}}`;
