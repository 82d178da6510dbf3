import type { Change, DatabaseView } from '../database.js';
import { stateChange } from '../database/state-table.js';
import { clearSpace, hashedSpace } from '../spaces.js';
import type { StateView } from '../state.js';
import type { HashedChange, UpdateBatch } from '../update-batch.js';
import type { ClearUpdates } from './clear-updates.js';
import type { CollectionsAt } from './collections-at.js';
import { clearKeyOf, keyExpiryChanges, keyExpiryDone, keysExpiringWith } from './key-tables.js';
import type { ScheduledKey } from './key-tables.js';
import type { SetPlace } from './private-set.js';
import {
  keyNameChanges,
  missingChange,
  setChange,
  setExpiryChanges,
  setExpiryDone,
  setsExpiringWith,
  storedSet,
} from './set-tables.js';
import type { PrivateKey } from './set-tables.js';

/** What is known when a block is committed. */
export interface Committing {
  readonly number: bigint;
  readonly batch: UpdateBatch;
  /** State and database before the block. */
  readonly state: StateView;
  readonly view: DatabaseView;
  readonly clear: ClearUpdates;
}

/**
 * Delete the entries whose time is up with this block: those that stand as their block left them and that this block leaves alone.
 * Its transactions still saw them. The deletion is not part of the commit hash.
 */
export async function expireKeys({
  number,
  batch,
  state,
  view,
  clear,
}: Committing): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const key of keysExpiringWith(view, number)) {
    changes.push(key.cleared);
    const space = hashedSpace(key.chaincode, key.collection);
    const isUnchanged = state.get(space, key.keyHash)?.version.blockNum === key.committed;
    if (isUnchanged && batch.update(space, key.keyHash) === undefined)
      changes.push(stateChange(space, key.keyHash, undefined));
    expireClear(key, { number, state, view, clear });
  }
  return changes.length === 0 ? [] : [...changes, keyExpiryDone(number)];
}

/** The clear value may be older than the hash, where the newer one is missing: it expires by its own block. */
function expireClear(
  key: ScheduledKey,
  { number, state, view, clear }: Omit<Committing, 'batch'>,
): void {
  const name = clearKeyOf(view, key);
  if (name === undefined || clear.get(key) !== undefined) return;
  const entry = state.get(clearSpace(key.chaincode, key.collection), name);
  if (entry?.version.blockNum !== key.committed) return;
  const { chaincode, collection, keyHash } = key;
  const version = { blockNum: number, txNum: 0n };
  clear.put({ chaincode, collection, keyHash, clear: name, entry: undefined, version });
}

/** Schedule the end of what a block writes into collections where nothing stays for ever. A change of metadata renews the term. */
export function scheduleKeys(
  number: bigint,
  hashed: readonly HashedChange[],
  { clear, collections }: { readonly clear: ClearUpdates; readonly collections: CollectionsAt },
): Change[] {
  const written: PrivateKey[] = [...hashed, ...clear.values()].filter(
    ({ entry }) => entry?.version.blockNum === number,
  );
  return written.flatMap((key) => {
    const expiry = collections.expiry(key.chaincode, key.collection, number);
    return expiry === undefined ? [] : keyExpiryChanges(key, { expiry, committed: number });
  });
}

/** Forget the sets whose time is up with this block, and that they are missing. */
export async function expireSets(number: bigint, view: DatabaseView): Promise<Change[]> {
  const changes: Change[] = [];
  for await (const { place, cleared } of setsExpiringWith(view, number)) {
    const rwset = storedSet(view, place);
    changes.push(
      cleared,
      setChange(place, undefined),
      missingChange(place, { missing: false }),
      ...(rwset === undefined ? [] : keyNameChanges({ ...place, rwset }, { noted: false })),
    );
  }
  return changes.length === 0 ? [] : [...changes, setExpiryDone(number)];
}

/** Schedule when sets, there or missing, are forgotten. */
export function scheduleSets(places: readonly SetPlace[], collections: CollectionsAt): Change[] {
  return places.flatMap((place) => {
    const expiry = collections.expiry(place.chaincode, place.collection, place.block);
    return expiry === undefined ? [] : setExpiryChanges(place, expiry);
  });
}
