import { ConfigUpdate } from '../messages/configuration.js';
import { encode } from '../wire.js';
import { comparePolicies, compareValues, membersDiffer, sameBasics } from './compare-items.js';
import type { Comparison } from './compare-items.js';
import { ConfigRefused } from './refused.js';
import { writeTree } from './tree.js';
import type { TreeGroup } from './tree.js';

/** The smallest sets that turn one configuration into another. */
interface Sets {
  readonly read: TreeGroup;
  readonly write: TreeGroup;
  readonly changed: boolean;
}

const NOTHING = new Uint8Array(0);

/**
 * The update that turns the current configuration into the desired one, as `configtxlator compute_update` makes it: bytes of
 * `ConfigUpdate`, to be signed. Versions in the desired tree do not matter. Refuses when there is nothing to change.
 */
export function computeUpdate(change: {
  readonly channelId: string;
  readonly current: TreeGroup;
  readonly desired: TreeGroup;
}): Buffer {
  const { read, write, changed } = compareGroups(change.current, change.desired);
  if (!changed)
    throw new ConfigRefused('the desired configuration is the current one; there is nothing to do');
  const { channelId } = change;
  return encode(ConfigUpdate, { channelId, readSet: writeTree(read), writeSet: writeTree(write) });
}

function compareGroups(current: TreeGroup, desired: TreeGroup): Sets {
  const groups = compareSubgroups(current.groups, desired.groups);
  const values = compareValues(current, desired);
  const policies = comparePolicies(current, desired);
  const parts = [groups, values, policies];
  const inner = parts.some(({ write }) => write.size > 0);
  const own = parts.some(({ members }) => members) || !sameBasics(current, desired);
  const { version } = current;
  const read = { ...bare(version), groups: groups.read };
  const { write } = groups;
  const changed = { groups: write, values: values.write, policies: policies.write };
  if (!own) return { read, write: { ...bare(version), ...changed }, changed: inner };
  // A group that changes itself lists all it has: what stays is named with its version only.
  return {
    read: {
      ...read,
      groups: merged(groups.read, groups.same),
      values: values.same,
      policies: policies.same,
    },
    write: {
      ...desired,
      version: version + 1n,
      groups: merged(write, groups.same),
      values: merged(values.write, values.same),
      policies: merged(policies.write, policies.same),
    },
    changed: true,
  };
}

function compareSubgroups(
  current: ReadonlyMap<string, TreeGroup>,
  desired: ReadonlyMap<string, TreeGroup>,
): Comparison<TreeGroup> & { readonly read: ReadonlyMap<string, TreeGroup> } {
  const same = new Map<string, TreeGroup>();
  const read = new Map<string, TreeGroup>();
  const write = new Map<string, TreeGroup>();
  for (const [key, wanted] of desired) {
    const standing = current.get(key);
    if (standing === undefined) {
      write.set(key, anew(wanted));
      continue;
    }
    const sets = compareGroups(standing, wanted);
    if (sets.changed) {
      read.set(key, sets.read);
      write.set(key, sets.write);
    } else same.set(key, bare(standing.version));
  }
  return { same, read, write, members: membersDiffer(current, desired) };
}

/** A group that is new, and so at version 0 with all below it. */
function anew(group: TreeGroup): TreeGroup {
  return {
    ...group,
    version: 0n,
    groups: mapped(group.groups, anew),
    values: mapped(group.values, (value) => ({ ...value, version: 0n })),
    policies: mapped(group.policies, (policy) => ({ ...policy, version: 0n })),
  };
}

const mapped = <T>(map: ReadonlyMap<string, T>, change: (item: T) => T): Map<string, T> =>
  new Map([...map].map(([key, item]) => [key, change(item)]));

const merged = <T>(one: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): Map<string, T> =>
  new Map([...one, ...other]);

/** A group of which only the version is said: what stays is named so. */
const bare = (version: bigint): TreeGroup => ({
  version,
  modPolicy: '',
  unknown: NOTHING,
  groups: new Map(),
  values: new Map(),
  policies: new Map(),
});
