import { keyHashOf, valueHashOf } from './hashes.js';
import type { MetadataWrite, PrivateRead, PrivateWrite } from './execution.js';
import type { Entry } from './state-table.js';
import type { CollectionState } from './world-state.js';
import { sameVersion, versionText } from './version.js';

/** What one execution reads and writes in one collection. */
export class CollectionAccess {
  readonly reads = new Map<string, PrivateRead>();
  readonly writes = new Map<string, PrivateWrite>();
  readonly metadataWrites = new Map<string, MetadataWrite>();

  constructor(
    private readonly collection: string,
    private readonly state: CollectionState,
    /** Whether the executing organisation belongs to the collection, and so holds its values. */
    private readonly isMember: boolean,
  ) {}

  /** Refuses: a value that the executing organisation does not hold. */
  get(key: string): Buffer | undefined {
    const clear = this.isMember ? this.state.clear.get(key) : undefined;
    const hashed = this.state.hashed.get(keyHashOf(key));
    if (!sameVersion(clear?.version, hashed?.version)) {
      const there = `Public hash version = ${versionText(hashed?.version)}`;
      const here = `Private data version = ${versionText(clear?.version)}`;
      throw new Error(
        `private data matching public hash version is not available. ${there}, ${here}`,
      );
    }
    this.getHashed(key);
    return clear?.value;
  }

  /** The hash of a value and the key's policy, which everybody has. */
  getHashed(key: string): Entry | undefined {
    const { collection } = this;
    const keyHash = keyHashOf(key);
    const entry = this.state.hashed.get(keyHash);
    this.reads.set(key, { collection, key, keyHash, version: entry?.version });
    return entry;
  }

  /** No value deletes. */
  put(key: string, value: Buffer | undefined): void {
    const valueHash = value && valueHashOf(value);
    this.#write(key, { value, valueHash, purge: false });
  }

  purge(key: string): void {
    this.#write(key, { value: undefined, valueHash: undefined, purge: true });
  }

  putPolicy(key: string, policy: Buffer): void {
    const { collection } = this;
    this.metadataWrites.set(key, { collection, key, stateKey: keyHashOf(key), policy });
  }

  #write(key: string, what: Pick<PrivateWrite, 'value' | 'valueHash' | 'purge'>): void {
    const { collection } = this;
    this.writes.set(key, { collection, key, keyHash: keyHashOf(key), ...what });
  }
}
