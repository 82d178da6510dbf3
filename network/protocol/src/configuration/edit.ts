/** Desired configurations from the current one: each function gives a new tree and leaves the old one alone. */
import { ConfigGroup } from '../messages/configuration.js';
import type { Group } from '../config-group.js';
import type { PolicyValue } from '../policy-build.js';
import { decode, encode } from '../wire.js';
import { Policy } from '../messages/policies.js';
import { ConfigRefused } from './refused.js';
import { elementName } from './elements.js';
import { readTree } from './tree.js';
import type { TreeGroup } from './tree.js';

const ADMINS = 'Admins';
const NEW = { version: 0n, modPolicy: ADMINS, unknown: new Uint8Array(0) };

/** Change the group at a path such as `/Channel/Application`. Refuses where there is none. */
export function changeGroup(
  root: TreeGroup,
  path: string,
  change: (group: TreeGroup) => TreeGroup,
): TreeGroup {
  const [, , ...names] = path.split('/');
  return changeBelow(root, names, '/Channel', change);
}

function changeBelow(
  group: TreeGroup,
  [name, ...others]: readonly string[],
  path: string,
  change: (group: TreeGroup) => TreeGroup,
): TreeGroup {
  if (name === undefined) return change(group);
  const own = `${path}/${name}`;
  const child = group.groups.get(name);
  if (child === undefined) throw new ConfigRefused(`${elementName('group', own)} does not exist`);
  return {
    ...group,
    groups: new Map([...group.groups, [name, changeBelow(child, others, own, change)]]),
  };
}

/** Set a value of a group, or add it under the modification policy `Admins`. */
export const setValue = (
  root: TreeGroup,
  path: string,
  name: string,
  value: Uint8Array,
): TreeGroup =>
  changeGroup(root, path, (group) => ({
    ...group,
    values: new Map([...group.values, [name, { ...(group.values.get(name) ?? NEW), value }]]),
  }));

/** Set a policy of a group, or add it under the modification policy `Admins`. */
export const setPolicy = (
  root: TreeGroup,
  path: string,
  name: string,
  value: PolicyValue,
): TreeGroup =>
  changeGroup(root, path, (group) => {
    const policy = decode(Policy, encode(Policy, value));
    const standing = group.policies.get(name) ?? NEW;
    return { ...group, policies: new Map([...group.policies, [name, { ...standing, policy }]]) };
  });

/** Put a group, such as an organisation's, under another. */
export const setGroup = (root: TreeGroup, path: string, name: string, value: Group): TreeGroup =>
  changeGroup(root, path, (group) => ({
    ...group,
    groups: new Map([
      ...group.groups,
      [name, readTree(decode(ConfigGroup, encode(ConfigGroup, value)))],
    ]),
  }));

/** Take an element out of its group. */
export const removeElement = (
  root: TreeGroup,
  path: string,
  kind: 'groups' | 'values' | 'policies',
  name: string,
): TreeGroup =>
  changeGroup(root, path, (group) => ({
    ...group,
    groups: kind === 'groups' ? without(group.groups, name) : group.groups,
    values: kind === 'values' ? without(group.values, name) : group.values,
    policies: kind === 'policies' ? without(group.policies, name) : group.policies,
  }));

const without = <T>(map: ReadonlyMap<string, T>, name: string): Map<string, T> =>
  new Map([...map].filter(([key]) => key !== name));
