import { sameBytes, samePolicyMessage, sameUnknown } from './equal.js';
import type { TreeGroup, TreePolicy, TreeValue } from './tree.js';

/** What of one kind of element stays and what is written; `members` when one comes or goes, which changes the group itself. */
export interface Comparison<T> {
  readonly same: ReadonlyMap<string, T>;
  readonly write: ReadonlyMap<string, T>;
  readonly members: boolean;
}

/** The values of two groups. */
export const compareValues = (current: TreeGroup, desired: TreeGroup): Comparison<TreeValue> =>
  compareItems(current.values, desired.values, sameValue, emptyValue);

/** The policies of two groups. */
export const comparePolicies = (current: TreeGroup, desired: TreeGroup): Comparison<TreePolicy> =>
  compareItems(current.policies, desired.policies, samePolicy, emptyPolicy);

function compareItems<T extends { readonly version: bigint }>(
  current: ReadonlyMap<string, T>,
  desired: ReadonlyMap<string, T>,
  same: (a: T, b: T) => boolean,
  empty: (version: bigint) => T,
): Comparison<T> {
  const kept = new Map<string, T>();
  const write = new Map<string, T>();
  for (const [key, wanted] of desired) {
    const standing = current.get(key);
    if (standing === undefined) write.set(key, { ...wanted, version: 0n });
    else if (same(standing, wanted)) kept.set(key, empty(standing.version));
    else write.set(key, { ...wanted, version: standing.version + 1n });
  }
  return { same: kept, write, members: membersDiffer(current, desired) };
}

/** Whether an element comes or goes. */
export const membersDiffer = (
  current: ReadonlyMap<string, unknown>,
  desired: ReadonlyMap<string, unknown>,
): boolean => current.size !== desired.size || [...desired.keys()].some((key) => !current.has(key));

const NOTHING = new Uint8Array(0);

const emptyValue = (version: bigint): TreeValue => ({
  version,
  modPolicy: '',
  unknown: NOTHING,
  value: NOTHING,
});
const emptyPolicy = (version: bigint): TreePolicy => ({
  version,
  modPolicy: '',
  unknown: NOTHING,
  policy: undefined,
});

type Basics = Pick<TreeGroup, 'modPolicy' | 'unknown'>;

/** Whether two elements have the same modification policy and unknown fields. */
export const sameBasics = (a: Basics, b: Basics): boolean =>
  a.modPolicy === b.modPolicy && sameUnknown(a.unknown, b.unknown);

const sameValue = (a: TreeValue, b: TreeValue): boolean =>
  sameBasics(a, b) && sameBytes(a.value, b.value);

const samePolicy = (a: TreePolicy, b: TreePolicy): boolean =>
  sameBasics(a, b) && samePolicyMessage(a.policy, b.policy);
