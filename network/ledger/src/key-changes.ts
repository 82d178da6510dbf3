import type { HashedRWSet, KVMetadataEntry, KVRWSet } from '@argosy/protocol/messages/rwset';
import { sha256 } from '@argosy/protocol/crypto';
import type { Decoded } from '@argosy/protocol/wire';
import type { StateEntry } from './state.js';

/** What one transaction does to a key: kinds of change, and the value and metadata that it names last. */
interface KeyChange {
  kinds: number;
  value: Uint8Array;
  metadata: StateEntry['metadata'];
}

/** A key written: a public one, or the hex hash of a private one. Without a value it is deleted. */
interface Write {
  readonly key: string;
  readonly value: Uint8Array | undefined;
}

/** Metadata of a key replaced; without entries, dropped. */
interface MetadataWrite {
  readonly key: string;
  readonly entries: readonly Decoded<typeof KVMetadataEntry>[];
}

const kind = { write: 1, setMetadata: 2, dropMetadata: 4, delete: 8 } as const;
const NOTHING = new Uint8Array(0);
const HASH_OF_NOTHING = sha256(NOTHING);

/** What a public write set does, by key. A write of an empty value deletes, whatever it says. */
export function keyChanges({
  writes,
  metadataWrites,
}: Pick<Decoded<typeof KVRWSet>, 'writes' | 'metadataWrites'>): ReadonlyMap<
  string,
  Readonly<KeyChange>
> {
  return gather(
    writes.map(({ key, isDelete, value }) => ({
      key,
      value: isDelete || value.length === 0 ? undefined : value,
    })),
    metadataWrites,
  );
}

/** What a collection's hashed write set does, by the hex of the hashed key. The hash of an empty value deletes, too. */
export function hashedKeyChanges({
  hashedWrites,
  metadataWrites,
}: Pick<Decoded<typeof HashedRWSet>, 'hashedWrites' | 'metadataWrites'>): ReadonlyMap<
  string,
  Readonly<KeyChange>
> {
  return gather(
    hashedWrites.map(({ keyHash, isDelete, valueHash }) => ({
      key: hex(keyHash),
      value: isDelete || isOfNothing(valueHash) ? undefined : valueHash,
    })),
    metadataWrites.map(({ keyHash, entries }) => ({ key: hex(keyHash), entries })),
  );
}

/** How a hashed key is named in the state. */
export const hex = (hash: Uint8Array): string =>
  Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('hex');

const isOfNothing = (valueHash: Uint8Array): boolean =>
  valueHash.length === 0 || HASH_OF_NOTHING.equals(valueHash);

/**
 * Gather a write set by key. A peer adds the kinds up where it could have set them, so a key that is written twice counts as one
 * whose metadata was set. No peer endorses such a set, but who forges one must not divide the ledgers.
 */
function gather(
  writes: readonly Write[],
  metadataWrites: readonly MetadataWrite[],
): ReadonlyMap<string, Readonly<KeyChange>> {
  const changes = new Map<string, KeyChange>();
  const note = (key: string, what: number): KeyChange => {
    const change = changes.get(key) ?? { kinds: 0, value: NOTHING, metadata: [] };
    change.kinds = (change.kinds + what) & 0xff;
    changes.set(key, change);
    return change;
  };
  for (const { key, value } of writes) {
    if (value === undefined) note(key, kind.delete);
    else note(key, kind.write).value = value;
  }
  for (const { key, entries } of metadataWrites) {
    if (entries.length === 0) note(key, kind.dropMetadata);
    else note(key, kind.setMetadata).metadata = entries;
  }
  return changes;
}

/**
 * What a change makes of a key: its new content, undefined where it is deleted. `current` is the key as the block has left it so
 * far. Metadata alone makes no key, also not of one that the block deleted: nothing is changed then, not even the version.
 */
export function afterChange(
  { kinds, value, metadata }: Readonly<KeyChange>,
  current: StateEntry | undefined,
): Omit<StateEntry, 'version'> | 'unchanged' | undefined {
  const has = (which: number): boolean => (kinds & which) !== 0;
  if (has(kind.delete)) return undefined;
  if (has(kind.write) && has(kind.setMetadata | kind.dropMetadata)) return { value, metadata };
  if ((kinds | kind.write) === kind.write) {
    // So many changes of one key that the sum is zero again: of metadata alone they would leave a key without a value.
    if (value.length === 0) return 'unchanged';
    return { value, metadata: current?.metadata ?? [] };
  }
  return current === undefined ? 'unchanged' : { value: current.value, metadata };
}
