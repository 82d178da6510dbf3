import { afterChange, hashedKeyChanges, hex, keyChanges } from './key-changes.js';
import { hashedSpace } from './spaces.js';
import type { StateEntry, StateUpdates, StateView } from './state.js';
import { updateBytes } from './update-bytes.js';
import { UpdatedPart } from './updated-part.js';
import type { Update } from './updated-part.js';
import type { Version } from './version.js';
import type { CollectionSet, NamespaceSet } from './validation/read-write-set.js';

/** The configuration stands in the state under this namespace and key; it is not part of the commit hash. */
export const CONFIG_NAMESPACE = '';
export const CONFIG_KEY = 'CHANNEL_CONFIG_ENV_BYTES';

/** What a block does to the hash of a private key. */
export interface HashedChange extends Update {
  readonly chaincode: string;
  readonly collection: string;
  /** Lower-case hex. */
  readonly keyHash: string;
  /** The last transaction that asked to purge the key: clear values up to it are to be forgotten for good. */
  readonly purge: Version | undefined;
}

/** What the valid transactions of a block change, in their order; the last write of a key wins. */
export class UpdateBatch {
  /** By space. */
  readonly #parts = new Map<string, UpdatedPart>();

  constructor(private readonly state: Pick<StateView, 'get'>) {}

  /** What the block has done to a key so far; undefined where it left it alone. */
  update(space: string, key: string): Update | undefined {
    return this.#parts.get(space)?.updates.get(key);
  }

  /** What the block has done so far to the keys from start up to, without, end; in order, and to the end of the space if it is empty. */
  range(space: string, start: string, end: string): Iterable<readonly [string, Update]> {
    return this.#parts.get(space)?.range(start, end) ?? [];
  }

  /** Take over the writes of a valid transaction. A value keeps the key's metadata; metadata alone needs an existing key. */
  add(namespaces: readonly NamespaceSet[], version: Version): void {
    for (const { namespace, set, hashed } of namespaces) {
      this.#change({ namespace }, keyChanges(set), version);
      for (const { collection, set: inCollection } of byCollection(hashed)) {
        const where = { namespace, collection };
        this.#change(where, hashedKeyChanges(inCollection), version);
        for (const { keyHash, isPurge } of inCollection.hashedWrites)
          if (isPurge) this.#part(where).purges.set(hex(keyHash), version);
      }
    }
  }

  /** Set a public key outright: the configuration is written this way. */
  put(namespace: string, key: string, entry: StateEntry | undefined, version: Version): void {
    this.#part({ namespace }).set(key, { version, entry });
  }

  /** What the state is to take over. */
  updates(): StateUpdates {
    return new Map(
      [...this.#parts].map(([space, { updates }]) => [
        space,
        new Map([...updates].map(([key, { entry }]) => [key, entry])),
      ]),
    );
  }

  /** The batch as it enters the commit hash; the configuration does not. */
  hashedBytes(): Buffer {
    return updateBytes(
      [...this.#parts.values()].filter(({ namespace }) => namespace !== CONFIG_NAMESPACE),
    );
  }

  /** What the block does to hashes of private keys, and which it purges. */
  hashedChanges(): HashedChange[] {
    return [...this.#parts].flatMap(([space, { namespace, collection, updates, purges }]) => {
      if (collection === undefined) return [];
      return [...new Set([...updates.keys(), ...purges.keys()])].map((keyHash) => {
        const purge = purges.get(keyHash);
        const update = updates.get(keyHash) ?? this.#untouched(space, keyHash, purge);
        const { entry, version } = update;
        return { chaincode: namespace, collection, keyHash, purge, entry, version };
      });
    });
  }

  #change(where: Where, changes: ReturnType<typeof keyChanges>, version: Version): void {
    const space = spaceOf(where);
    for (const [key, change] of changes) {
      const update = this.update(space, key);
      const current = update === undefined ? this.state.get(space, key) : update.entry;
      const after = afterChange(change, current);
      if (after === 'unchanged') continue;
      this.#part(where).set(key, { version, entry: after && { ...after, version } });
    }
  }

  #part(where: Where): UpdatedPart {
    const space = spaceOf(where);
    const known = this.#parts.get(space);
    if (known !== undefined) return known;
    const part = new UpdatedPart(where.namespace, where.collection);
    this.#parts.set(space, part);
    return part;
  }

  /** A key that is purged in a way that leaves its hash as it is. */
  #untouched(space: string, key: string, purge: Version | undefined): Update {
    const entry = this.state.get(space, key);
    return { entry, version: entry?.version ?? purge ?? { blockNum: 0n, txNum: 0n } };
  }
}

/** Public keys of a namespace, or hashed ones of a collection. */
interface Where {
  readonly namespace: string;
  readonly collection?: string;
}

const spaceOf = ({ namespace, collection }: Where): string =>
  collection === undefined ? namespace : hashedSpace(namespace, collection);

/** The sets by collection: one that is named twice counts as one. */
function byCollection(
  hashed: readonly CollectionSet[],
): Iterable<Pick<CollectionSet, 'collection' | 'set'>> {
  const merged = new Map<string, Pick<CollectionSet, 'collection' | 'set'>>();
  for (const { collection, set } of hashed) {
    const before = merged.get(collection)?.set;
    const both = before && {
      hashedReads: [],
      hashedWrites: [...before.hashedWrites, ...set.hashedWrites],
      metadataWrites: [...before.metadataWrites, ...set.metadataWrites],
    };
    merged.set(collection, { collection, set: both ?? set });
  }
  return merged.values();
}
