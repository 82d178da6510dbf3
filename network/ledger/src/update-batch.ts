import { UpdateEntries } from '@argosy/protocol/messages/rwset';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { encode } from '@argosy/protocol/wire';
import { afterChange, keyChanges } from './key-changes.js';
import type { StateEntry, StateUpdates, StateView } from './state.js';
import { versionBytes } from './version.js';
import type { Version } from './version.js';
import type { NamespaceSet } from './validation/structure.js';

/** The configuration stands in the state under this namespace and key; it is not part of the commit hash. */
export const CONFIG_NAMESPACE = '';
export const CONFIG_KEY = 'CHANNEL_CONFIG_ENV_BYTES';

interface Update {
  readonly version: Version;
  readonly entry: StateEntry | undefined;
}

/** What the valid transactions of a block change, in their order; the last write of a key wins. */
export class UpdateBatch {
  readonly #namespaces = new Map<string, Map<string, Update>>();

  constructor(private readonly state: StateView) {}

  touches(namespace: string, key: string): boolean {
    return this.#namespaces.get(namespace)?.has(key) === true;
  }

  *entries(namespace: string): Generator<readonly [string, StateEntry | undefined]> {
    for (const [key, { entry }] of this.#namespaces.get(namespace) ?? []) yield [key, entry];
  }

  /** Take over the writes of a valid transaction. A value keeps the key's metadata; metadata alone needs an existing key. */
  add(namespaces: readonly NamespaceSet[], version: Version): void {
    for (const { namespace, set } of namespaces) {
      for (const [key, change] of keyChanges(set)) {
        const current = this.#current(namespace, key);
        const after = afterChange(change, current);
        if (after === 'unchanged') continue;
        this.put(namespace, key, after && { ...after, version }, version);
      }
    }
  }

  put(namespace: string, key: string, entry: StateEntry | undefined, version: Version): void {
    const keys = this.#namespaces.get(namespace) ?? new Map<string, Update>();
    this.#namespaces.set(namespace, keys);
    keys.set(key, { version, entry });
  }

  /** What the state is to take over. */
  updates(): StateUpdates {
    return new Map(
      [...this.#namespaces].map(([namespace, keys]) => [
        namespace,
        new Map([...keys].map(([key, { entry }]) => [key, entry && detached(entry)])),
      ]),
    );
  }

  /** The batch as it enters the commit hash: sorted, names given once, metadata left out. */
  hashedBytes(): Buffer {
    const kvwrites = sorted(this.#namespaces)
      .filter(([namespace]) => namespace !== CONFIG_NAMESPACE)
      .flatMap(([namespace, keys]) =>
        sorted(keys).map(([key, { entry, version }], i) => ({
          namespace: i === 0 ? namespace : '',
          key: Buffer.from(key),
          isDelete: entry === undefined,
          value: entry?.value,
          versionBytes: versionBytes(version),
        })),
      );
    return encode(UpdateEntries, { kvwrites });
  }

  #current(namespace: string, key: string): StateEntry | undefined {
    const update = this.#namespaces.get(namespace)?.get(key);
    return update === undefined ? this.state.get(namespace, key) : update.entry;
  }
}

/**
 * With bytes of its own: those of the batch are views, and each would keep its whole block in memory. A Buffer would not do: small
 * ones share their memory with what else is made at the time, and keep that.
 */
function detached({ value, metadata, version }: StateEntry): StateEntry {
  return {
    value: new Uint8Array(value),
    metadata: metadata.map((entry) => ({ name: entry.name, value: new Uint8Array(entry.value) })),
    version,
  };
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareUtf8(a, b));
}
