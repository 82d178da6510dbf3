import type { Change, DatabaseView } from '../database.js';
import type { HashedChange } from '../update-batch.js';
import type { Version } from '../version.js';
import { namedKeyHashes, trimmed } from './private-set.js';
import type { PrivateSet, SetPlace } from './private-set.js';
import { clearKeyOf, purgeChange } from './key-tables.js';
import { keyNamed, setChange, setsNaming, storedSet } from './set-tables.js';
import type { PrivateKey } from './set-tables.js';
import type { ClearUpdates } from './clear-updates.js';

/** A key, and the last transaction that purged it. */
export interface Purge extends PrivateKey {
  readonly upTo: Version;
}

/** The keys that a block purges. */
export const purgesIn = (changes: readonly HashedChange[]): Purge[] =>
  changes.flatMap(({ chaincode, collection, keyHash, purge }) =>
    purge === undefined ? [] : [{ chaincode, collection, keyHash, upTo: purge }],
  );

/** Delete purged keys from the clear state, unless a later transaction of the block wrote them again. */
export function purgeClearState(
  purges: readonly Purge[],
  updates: ClearUpdates,
  view: DatabaseView,
): void {
  for (const { upTo, ...key } of purges) {
    const update = updates.get(key);
    const clear = update?.clear ?? clearKeyOf(view, key);
    if (clear === undefined) continue;
    const isNewer = update?.entry !== undefined && !isBefore(update.version, upTo);
    if (!isNewer) updates.put({ ...key, clear, entry: undefined, version: upTo });
  }
}

const isBefore = (a: Version, b: Version): boolean =>
  a.blockNum < b.blockNum || (a.blockNum === b.blockNum && a.txNum < b.txNum);

/** What a purge leaves of the block's own sets. */
export function withoutPurged(sets: readonly PrivateSet[], purges: readonly Purge[]): PrivateSet[] {
  return sets.map((set) => {
    const applying = purges.filter(
      ({ chaincode, collection, upTo }) =>
        chaincode === set.chaincode &&
        collection === set.collection &&
        upTo.txNum >= BigInt(set.index),
    );
    const gone = new Set(applying.map(({ keyHash }) => keyHash));
    if (![...namedKeyHashes(set.rwset)].some((keyHash) => gone.has(keyHash))) return set;
    return { ...set, rwset: trimmed(set.rwset, (keyHash) => !gone.has(keyHash)) };
  });
}

/** Mark the purges, and take the keys out of the sets of earlier blocks. */
export async function purgeChanges(
  purges: readonly Purge[],
  view: DatabaseView,
): Promise<Change[]> {
  const changes: Change[] = [];
  const touched = new Map<string, { place: SetPlace; gone: Set<string> }>();
  for (const purge of purges) {
    changes.push(purgeChange(purge, purge.upTo));
    for await (const place of setsNaming(view, purge, purge.upTo)) {
      changes.push({ key: keyNamed(place, purge.keyHash), value: undefined });
      const id = [place.block, place.index, place.chaincode, place.collection].join('/');
      const one = touched.get(id) ?? { place, gone: new Set() };
      touched.set(id, one);
      one.gone.add(purge.keyHash);
    }
  }
  for (const { place, gone } of touched.values()) {
    const rwset = storedSet(view, place);
    if (rwset === undefined) continue;
    const left = trimmed(rwset, (keyHash) => !gone.has(keyHash));
    changes.push(setChange(place, left));
  }
  return changes;
}
