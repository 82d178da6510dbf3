import type { Execution, MetadataWrite } from './execution.js';
import { nameOf } from './state-key.js';
import type { StateKey } from './state-key.js';
import type { Entry, StateTable } from './state-table.js';
import type { Version } from './version.js';
import type { WorldState } from './world-state.js';

/** What a transaction does to one key; a value of undefined deletes, no value at all leaves it. */
interface Change {
  readonly value?: Buffer | undefined;
  readonly policy?: Buffer;
}

interface KeyChange extends Change, StateKey {
  /** The clear key and value of a private one. */
  readonly clear?: { readonly key: string; readonly value?: Buffer | undefined };
}

/**
 * Takes over the writes of a valid transaction. A value keeps the key's policy; a policy alone needs
 * an existing key and gives it a new version; a deletion takes both. Returns the keys touched.
 */
export function applyWrites(
  state: WorldState,
  execution: Execution,
  version: Version,
): readonly StateKey[] {
  noteHistory(state, execution);
  return changesOf(execution).filter((change) => {
    const { collection, stateKey, clear } = change;
    if (collection === undefined) return apply(state.public, stateKey, { change, version });
    const tables = state.collection(collection);
    if (clear !== undefined) apply(tables.clear, clear.key, { change: clear, version });
    return apply(tables.hashed, stateKey, { change, version });
  });
}

/** False where the key is left as it was. */
function apply(
  table: StateTable,
  key: string,
  { change, version }: { readonly change: Change; readonly version: Version },
): boolean {
  const before = table.get(key);
  if ('value' in change && change.value === undefined) {
    table.delete(key);
    return true;
  }
  const after = changed(before, change, version);
  if (after !== undefined) table.set(key, after);
  return after !== undefined;
}

function changed(before: Entry | undefined, change: Change, version: Version): Entry | undefined {
  const value = change.value ?? before?.value;
  return value && { value, policy: change.policy ?? before?.policy, version };
}

/** The changes by key: a value and a policy of the same key are one. */
function changesOf({ writes, privateWrites, metadataWrites }: Execution): readonly KeyChange[] {
  const changes = new Map<string, KeyChange>();
  const add = (change: KeyChange): unknown => changes.set(nameOf(change), change);
  for (const { key, value } of writes) add({ collection: undefined, stateKey: key, value });
  for (const { collection, key, keyHash, value, valueHash } of privateWrites)
    add({ collection, stateKey: keyHash, value: valueHash, clear: { key, value } });
  for (const write of metadataWrites)
    add({ ...(changes.get(nameOf(write)) ?? policyAlone(write)), policy: write.policy });
  return [...changes.values()];
}

function policyAlone({ collection, key, stateKey }: MetadataWrite): KeyChange {
  return { collection, stateKey, ...(collection !== undefined && { clear: { key } }) };
}

function noteHistory({ history }: WorldState, { writes, txId, seconds, nanos }: Execution): void {
  for (const { key, value } of writes) {
    const timestamp = { seconds, nanos };
    const isDelete = value === undefined;
    const change = { txId, value: value ?? Buffer.alloc(0), isDelete, timestamp };
    const changes = history.get(key);
    if (changes === undefined) history.set(key, [change]);
    else changes.push(change);
  }
}
