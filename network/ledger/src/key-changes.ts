import type { KVRWSet } from '@argosy/protocol/messages/rwset';
import type { Decoded } from '@argosy/protocol/wire';
import type { StateEntry } from './state.js';

/** What one transaction does to a key: kinds of change, and the value and metadata that it names last. */
interface KeyChange {
  kinds: number;
  value: Uint8Array;
  metadata: StateEntry['metadata'];
}

const kind = { write: 1, setMetadata: 2, dropMetadata: 4, delete: 8 } as const;
const NOTHING = new Uint8Array(0);

/**
 * Gather a write set by key. A peer adds the kinds up where it could have set them, so a key that is written twice counts as one
 * whose metadata was set. No peer endorses such a set, but who forges one must not divide the ledgers.
 */
export function keyChanges({
  writes,
  metadataWrites,
}: Decoded<typeof KVRWSet>): ReadonlyMap<string, Readonly<KeyChange>> {
  const changes = new Map<string, KeyChange>();
  const note = (key: string, what: number): KeyChange => {
    const change = changes.get(key) ?? { kinds: 0, value: NOTHING, metadata: [] };
    change.kinds = (change.kinds + what) & 0xff;
    changes.set(key, change);
    return change;
  };
  for (const { key, isDelete, value } of writes) {
    if (isDelete || value.length === 0) note(key, kind.delete);
    else note(key, kind.write).value = value;
  }
  for (const { key, entries } of metadataWrites) {
    if (entries.length === 0) note(key, kind.dropMetadata);
    else note(key, kind.setMetadata).metadata = entries;
  }
  return changes;
}

/** What a change makes of a key: its new content, undefined where it is deleted. */
export function afterChange(
  { kinds, value, metadata }: Readonly<KeyChange>,
  current: StateEntry | undefined,
): Omit<StateEntry, 'version'> | 'unchanged' | undefined {
  const has = (which: number): boolean => (kinds & which) !== 0;
  if (has(kind.delete)) return undefined;
  if (has(kind.write) && has(kind.setMetadata | kind.dropMetadata)) return { value, metadata };
  if (kinds === kind.write) return { value, metadata: current?.metadata ?? [] };
  return current === undefined ? 'unchanged' : { value: current.value, metadata };
}
