import type { ClearWrites } from './private-set.js';
import { clearWrites } from './private-set.js';
import type { PrivateSet, SetPlace } from './private-set.js';
import { isExpected, isLeftOf } from './expected-sets.js';
import type { ExpectedSet } from './expected-sets.js';

/** A set that is there, and whether its transaction is valid. */
export type PresentSet = PrivateSet & Pick<ExpectedSet, 'valid'>;

/** What is there of the private write sets that go with a block. */
export interface Holdings {
  /** Sets that are new to the store. */
  readonly supplied: readonly PrivateSet[];
  /** All sets that are there, in the order of their transactions. */
  readonly present: readonly PresentSet[];
  readonly missing: readonly SetPlace[];
  /** Stored sets that go with no transaction: left of a block that was prepared once but is not this one. */
  readonly foreign: readonly SetPlace[];
}

export interface Offered {
  /** What came with the block. */
  readonly supplied: readonly PrivateSet[];
  /** What the store has already for a block of this number. */
  readonly stored: readonly PrivateSet[];
  readonly isMember: (place: SetPlace) => boolean;
}

/**
 * Sort out which private write sets are those that the block speaks of. A set with another hash, or that cannot be read, counts as
 * missing, as one that did not come; one that nobody expects here is left aside. Missing data never stops a block.
 */
export function sortOut(
  expected: readonly ExpectedSet[],
  { supplied, stored, isMember }: Offered,
): Holdings {
  const fresh: PrivateSet[] = [];
  const present: PresentSet[] = [];
  const missing: SetPlace[] = [];
  const kept = new Set<PrivateSet>();
  for (const one of expected) {
    const { valid, block, index, chaincode, collection } = one;
    const place = { block, index, chaincode, collection };
    const given = isMember(one)
      ? supplied.find((set) => isAt(set, one) && isExpected(one, set.rwset) && isReadable(set))
      : undefined;
    const known = stored.find((set) => isAt(set, one) && isReadable(set) && fits(one, set));
    const found = given ?? known;
    if (known !== undefined) kept.add(known);
    if (found === undefined) missing.push(place);
    else present.push({ ...place, rwset: found.rwset, valid });
    if (given !== undefined && known === undefined) fresh.push(given);
  }
  // One that a fresh set takes the place of is gone already.
  const replaced = (set: SetPlace): boolean => fresh.some((one) => isAt(one, set));
  const foreign = stored.filter((set) => !kept.has(set) && !replaced(set));
  return { supplied: fresh, present, missing, foreign };
}

const isAt = (a: SetPlace, b: SetPlace): boolean =>
  a.block === b.block &&
  a.index === b.index &&
  a.chaincode === b.chaincode &&
  a.collection === b.collection;

/** A stored set was compared when it was taken; since then keys may have been purged from it. */
const fits = (expected: ExpectedSet, { rwset }: PrivateSet): boolean =>
  isExpected(expected, rwset) || isLeftOf(expected, rwset);

function isReadable({ rwset }: PrivateSet): boolean {
  return readable(rwset) !== undefined;
}

/** What a set writes, or undefined where it cannot be read. */
export function readable(rwset: Uint8Array): ClearWrites | undefined {
  try {
    return clearWrites(rwset);
  } catch {
    return undefined;
  }
}
