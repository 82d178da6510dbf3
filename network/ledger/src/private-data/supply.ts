import { sha256 } from '@argosy/protocol/crypto';
import type { CommittedTransaction } from '../committed-block.js';
import type { Change, DatabaseView } from '../database.js';
import { hex } from '../key-changes.js';
import { hashedSpace } from '../spaces.js';
import type { StateView } from '../state.js';
import { sameVersion } from '../version.js';
import type { Version } from '../version.js';
import { readable } from './accept.js';
import { ClearUpdates } from './clear-updates.js';
import { CollectionsAt } from './collections-at.js';
import { expectedOf, isExpected } from './expected-sets.js';
import type { ExpectedSet } from './expected-sets.js';
import { keyExpiryChanges, purgedUpTo } from './key-tables.js';
import { keyHashOf, trimmed } from './private-set.js';
import type { ClearWrite, PrivateSet } from './private-set.js';
import { isMissing, keyNameChanges, missingChange, setChange } from './set-tables.js';

/**
 * What becomes of a set that is supplied later: it is taken; nobody misses it; it is another one than the block speaks of; or it
 * lacks keys that whoever sends it has purged already, and may be whole once this ledger has, too.
 */
export type SupplyOutcome = 'taken' | 'not missing' | 'different' | 'incomplete';

export interface SupplyContext {
  readonly state: StateView;
  readonly view: DatabaseView;
  /** Whose clear data is kept. */
  readonly memberOf: readonly string[];
  readonly transaction: (set: PrivateSet) => CommittedTransaction;
}

/** Take sets that were missing, oldest first: what they change, and what becomes of each. */
export function supplyChanges(
  sets: readonly PrivateSet[],
  context: SupplyContext,
): { readonly changes: Change[]; readonly outcomes: SupplyOutcome[] } {
  const changes: Change[] = [];
  const clear = new ClearUpdates();
  const outcomes = new Map<PrivateSet, SupplyOutcome>();
  for (const set of [...sets].sort(inOrder)) {
    const examined = examine(set, context);
    outcomes.set(set, examined.outcome);
    if (examined.rwset === undefined) continue;
    const kept = { ...set, rwset: examined.rwset };
    changes.push(
      setChange(kept, kept.rwset),
      ...keyNameChanges(kept, { noted: true }),
      missingChange(kept, { missing: false }),
    );
    if (examined.valid) applyCurrent(kept, clear, context.state);
  }
  return {
    changes: [...changes, ...clear.changes(), ...schedule(clear, context.state)],
    outcomes: sets.map((set) => outcomes.get(set) ?? 'not missing'),
  };
}

const inOrder = (a: PrivateSet, b: PrivateSet): number =>
  a.block === b.block ? a.index - b.index : a.block < b.block ? -1 : 1;

interface Examined {
  readonly outcome: SupplyOutcome;
  readonly valid: boolean;
  /** What of the set is kept. */
  readonly rwset: Uint8Array | undefined;
}

const refused = (outcome: SupplyOutcome): Examined => ({
  outcome,
  valid: false,
  rwset: undefined,
});

function examine(set: PrivateSet, { state, view, memberOf, transaction }: SupplyContext): Examined {
  const { chaincode, collection } = set;
  const isMember = new CollectionsAt(state).hasMember(memberOf, set);
  if (!isMember || !isMissing(view, set)) return refused('not missing');
  const expected = expectedOf(set.block, transaction(set)).find(
    (one) => one.chaincode === chaincode && one.collection === collection,
  );
  const content = readable(set.rwset);
  if (expected === undefined || content === undefined) return refused('different');
  const isGone = (keyHash: string): boolean => isPurged({ ...set, keyHash }, view);
  const left = new Map([...expected.writes].filter(([keyHash]) => !isGone(keyHash)));
  const take = (rwset: Uint8Array): Examined => ({
    outcome: 'taken',
    valid: expected.valid,
    rwset,
  });
  const isWhole = left.size === expected.writes.size;
  if (isWhole && isExpected(expected, set.rwset)) return take(set.rwset);
  // As many keys as there were, and none purged here: the hash of the whole decides.
  if (isWhole && content.writes.length >= left.size) return refused('different');
  const outcome = compare(content.writes, left);
  return outcome === 'taken'
    ? take(trimmed(set.rwset, (hash) => left.has(hash)))
    : refused(outcome);
}

/** Each key that is left must be there with the value that was hashed; others do not count. */
function compare(writes: readonly ClearWrite[], left: ExpectedSet['writes']): SupplyOutcome {
  const found = writes.filter(({ keyHash }) => left.has(keyHash));
  const isSame = found.every(
    ({ keyHash, value }) => left.get(keyHash) === (value && hex(sha256(value))),
  );
  if (!isSame) return 'different';
  return new Set(found.map(({ keyHash }) => keyHash)).size === left.size ? 'taken' : 'incomplete';
}

function isPurged(
  { block, index, ...key }: PrivateSet & { readonly keyHash: string },
  view: DatabaseView,
): boolean {
  const upTo = purgedUpTo(view, key);
  if (upTo === undefined) return false;
  return block < upTo.blockNum || (block === upTo.blockNum && BigInt(index) <= upTo.txNum);
}

/** Of what a set writes, put into the clear state what still stands there by its hash. */
function applyCurrent(set: PrivateSet, clear: ClearUpdates, state: StateView): void {
  const { chaincode, collection } = set;
  const written = { blockNum: set.block, txNum: BigInt(set.index) };
  const content = readable(set.rwset);
  for (const write of content?.writes ?? []) {
    const version = currentVersion({ chaincode, collection, write, written }, state);
    if (version === undefined) continue;
    const { key, keyHash, value } = write;
    const entry = value && { value, metadata: [], version };
    clear.put({ chaincode, collection, keyHash, clear: key, entry, version });
  }
  for (const key of content?.metadataKeys ?? []) {
    const hashed = state.get(hashedSpace(chaincode, collection), keyHashOf(key));
    clear.renew({ chaincode, collection }, key, { hashed, committed: state });
  }
}

interface WriteAt {
  readonly chaincode: string;
  readonly collection: string;
  readonly write: ClearWrite;
  readonly written: Version;
}

/** The version that a write has in the state now; undefined where it is stale. Metadata may have been changed since it was written. */
function currentVersion(
  { chaincode, collection, write: { keyHash, value }, written }: WriteAt,
  state: StateView,
): Version | undefined {
  const hashed = state.get(hashedSpace(chaincode, collection), keyHash);
  if (hashed === undefined) return value === undefined ? written : undefined;
  if (sameVersion(hashed.version, written)) return written;
  const isSameValue = value !== undefined && hex(sha256(value)) === hex(hashed.value);
  return isSameValue ? hashed.version : undefined;
}

function schedule(clear: ClearUpdates, state: StateView): Change[] {
  const collections = new CollectionsAt(state);
  return [...clear.values()].flatMap(({ entry, ...key }) => {
    if (entry === undefined) return [];
    const committed = entry.version.blockNum;
    const expiry = collections.expiry(key.chaincode, key.collection, committed);
    return expiry === undefined ? [] : keyExpiryChanges(key, { expiry, committed });
  });
}
