import type { MetadataEntry } from '@argosy/ledger/state';

type Collections = Map<string, Map<string, readonly MetadataEntry[]>>;

/**
 * The keys that a simulation writes, by namespace and collection (of public keys: the empty name), each with the metadata that is
 * committed: it says whose endorsement the write will need.
 */
export class WrittenKeys {
  readonly #namespaces = new Map<string, Collections>();

  note(
    { namespace, collection }: { readonly namespace: string; readonly collection: string },
    key: string,
    metadata: readonly MetadataEntry[],
  ): void {
    const collections = this.#namespaces.get(namespace) ?? new Map<string, never>();
    this.#namespaces.set(namespace, collections);
    const keys = collections.get(collection) ?? new Map<string, readonly MetadataEntry[]>();
    collections.set(collection, keys);
    keys.set(key, metadata);
  }

  get byNamespace(): ReadonlyMap<
    string,
    ReadonlyMap<string, ReadonlyMap<string, readonly MetadataEntry[]>>
  > {
    return this.#namespaces;
  }
}
