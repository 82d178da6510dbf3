import type { CommittedBlock } from '../committed-block.js';
import type { Change, DatabaseView, LedgerDatabase } from '../database.js';
import type { StateView } from '../state.js';
import type { UpdateBatch } from '../update-batch.js';
import { sortOut } from './accept.js';
import type { Holdings } from './accept.js';
import { clearUpdatesOf } from './clear-updates.js';
import { CollectionsAt } from './collections-at.js';
import { expectedSets } from './expected-sets.js';
import { expireKeys, expireSets, scheduleKeys, scheduleSets } from './expiry.js';
import type { PrivateSet, SetPlace } from './private-set.js';
import { purgeChanges, purgeClearState, purgesIn, withoutPurged } from './purges.js';
import {
  begunChange,
  isBegun,
  keyNameChanges,
  missingChange,
  setChange,
  storedSets,
} from './set-tables.js';

/** A block that is being committed, and the state before it. */
export interface PrivateContext {
  readonly committed: CommittedBlock;
  readonly batch: UpdateBatch;
  readonly state: StateView;
  readonly view: DatabaseView;
}

const NOTHING_HELD: Holdings = { supplied: [], present: [], missing: [], foreign: [] };

/** Whose clear data is kept, and what of it came with the block. */
export interface Membership {
  /** The organisations; without any no clear data is kept or missed. */
  readonly memberOf: readonly string[];
  readonly supplied: readonly PrivateSet[];
  /** Whether the store may have sets for the block: it has when the block was begun before, or is applied again. */
  readonly again: boolean;
}

/** What is there of a block's clear data. */
export async function holdingsFor(
  { committed, state, view }: Omit<PrivateContext, 'batch'>,
  { memberOf, supplied, again }: Membership,
): Promise<Holdings> {
  if (memberOf.length === 0) return NOTHING_HELD;
  const collections = new CollectionsAt(state);
  const stored: PrivateSet[] = [];
  if (again || isBegun(view)) {
    for await (const set of storedSets(view, { block: committed.number })) stored.push(set);
  }
  const expected = expectedSets(committed).filter(
    ({ chaincode, collection }) => collections.get(chaincode, collection) !== undefined,
  );
  const isMember = (place: SetPlace): boolean => collections.hasMember(memberOf, place);
  return sortOut(expected, { supplied, stored, isMember });
}

/** Keep what came before the block is stored: the block can be had again from others, clear data perhaps not. */
export async function keepSupplied(
  database: LedgerDatabase,
  { supplied }: Holdings,
): Promise<void> {
  if (supplied.length === 0) return;
  const changes = supplied.map((set) => setChange(set, set.rwset));
  await database.write([...changes, begunChange({ begun: true })], { durable: true });
}

/** What a block changes beside the public state and its hashes: clear data, purges, and what expires with it. */
export async function privateChanges(
  { committed: { number }, batch, state, view }: PrivateContext,
  { present, missing, foreign }: Holdings,
): Promise<Change[]> {
  const collections = new CollectionsAt(state);
  const hashed = batch.hashedChanges();
  const purges = purgesIn(hashed);
  const valid = present.filter((set) => set.valid);
  const clear = clearUpdatesOf(valid, batch, state);
  purgeClearState(purges, clear, view);
  const kept = withoutPurged(present, purges);
  const purged = await purgeChanges(purges, view);
  const expired = await expireKeys({ number, batch, state, view, clear });
  return [
    ...foreign.map((place) => setChange(place, undefined)),
    ...kept.filter((set, i) => set !== present[i]).map((set) => setChange(set, set.rwset)),
    ...kept.flatMap((set) => keyNameChanges(set, { noted: true })),
    ...missing.map((place) => missingChange(place, { missing: true })),
    ...purged,
    ...expired,
    ...clear.changes(),
    ...scheduleKeys(number, hashed, { clear, collections }),
    ...scheduleSets([...kept, ...missing], collections),
    ...(await expireSets(number, view)),
    ...(isBegun(view) ? [begunChange({ begun: false })] : []),
  ];
}
