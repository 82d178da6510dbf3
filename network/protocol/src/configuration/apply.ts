import { elementName } from './elements.js';
import type { Elements } from './elements.js';
import { ConfigRefused } from './refused.js';
import type { TreeGroup, TreePolicy, TreeValue } from './tree.js';

/** With it, an element without a modification policy gets one; without any, it could never be changed. */
const ORDERER_CAPABILITIES = elementName('value', '/Channel/Orderer/Capabilities');
const DEFAULT_MOD_POLICY = 'Admins';

/**
 * Lay changed elements over a configuration and build the tree that results. It is built from the root along the names that each
 * group lists: what a changed group leaves out is gone, and a new element that no changed group lists does not appear.
 */
export function overlay(current: Elements, changed: Elements): TreeGroup {
  const elements = new Map([...current, ...changed]);
  return rebuild('/Channel', elements, elements.has(ORDERER_CAPABILITIES));
}

function rebuild(path: string, elements: Elements, fillIn: boolean): TreeGroup {
  const group = groupAt(elements, path);
  const owned = <T extends { readonly modPolicy: string }>(item: T): T =>
    fillIn && item.modPolicy === '' ? { ...item, modPolicy: DEFAULT_MOD_POLICY } : item;
  return owned({
    ...group,
    groups: mapKeys(group.groups, (key) => rebuild(`${path}/${key}`, elements, fillIn)),
    values: mapKeys(group.values, (key) => owned(valueAt(elements, `${path}/${key}`))),
    policies: mapKeys(group.policies, (key) => owned(policyAt(elements, `${path}/${key}`))),
  });
}

function groupAt(elements: Elements, path: string): TreeGroup {
  const name = elementName('group', path);
  const element = elements.get(name);
  return element?.kind === 'group' ? element.item : missing(name);
}

function valueAt(elements: Elements, path: string): TreeValue {
  const name = elementName('value', path);
  const element = elements.get(name);
  return element?.kind === 'value' ? element.item : missing(name);
}

function policyAt(elements: Elements, path: string): TreePolicy {
  const name = elementName('policy', path);
  const element = elements.get(name);
  return element?.kind === 'policy' ? element.item : missing(name);
}

function missing(name: string): never {
  throw new ConfigRefused(
    `${name} is listed by its group but neither the current configuration nor the update has it; compute the update anew`,
  );
}

const mapKeys = <T>(map: ReadonlyMap<string, unknown>, make: (key: string) => T): Map<string, T> =>
  new Map([...map.keys()].map((key) => [key, make(key)]));
