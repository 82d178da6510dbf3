import { ConfigRefused } from './refused.js';
import type { TreeGroup, TreePolicy, TreeValue } from './tree.js';

/** One element of a configuration, with the group it stands in; the root stands in none. */
export type Element = {
  readonly key: string;
  /** The path of the containing group, such as `/Channel/Application`; empty for the root. */
  readonly path: string;
} & (
  | { readonly kind: 'group'; readonly item: TreeGroup }
  | { readonly kind: 'value'; readonly item: TreeValue }
  | { readonly kind: 'policy'; readonly item: TreePolicy }
);

/** All elements of a configuration by kind and path, such as `[Value]  /Channel/Orderer/BatchSize`. */
export type Elements = ReadonlyMap<string, Element>;

const ROOT = 'Channel';
const labels = { group: '[Group]  ', value: '[Value]  ', policy: '[Policy] ' } as const;

/** How an element is called. */
export const elementName = (kind: Element['kind'], path: string): string => labels[kind] + path;

/** Flatten a tree. Refuses names that no element may have. An absent tree has no elements. */
export function flatten(tree: TreeGroup | undefined): Elements {
  const elements = new Map<string, Element>();
  if (tree !== undefined) addGroup(elements, '', ROOT, tree);
  return elements;
}

function addGroup(
  elements: Map<string, Element>,
  path: string,
  key: string,
  group: TreeGroup,
): void {
  add(elements, { kind: 'group', path, key, item: group });
  const own = `${path}/${key}`;
  for (const [name, item] of group.groups) addGroup(elements, own, name, item);
  for (const [name, item] of group.values)
    add(elements, { kind: 'value', path: own, key: name, item });
  for (const [name, item] of group.policies)
    add(elements, { kind: 'policy', path: own, key: name, item });
}

function add(elements: Map<string, Element>, element: Element): void {
  const name = elementName(element.kind, `${element.path}/${element.key}`);
  const fault = nameFault(element.key);
  if (fault !== undefined) throw new ConfigRefused(`${name}: ${fault}`);
  elements.set(name, element);
}

const MAX_NAME_LENGTH = 249;

/** Why an element cannot have this name. */
export function nameFault(name: string): string | undefined {
  if (name.length === 0) return 'a name of the configuration must not be empty';
  if (name.length > MAX_NAME_LENGTH)
    return `a name of the configuration has at most ${MAX_NAME_LENGTH} characters`;
  if (name === '.' || name === '..') return 'a name of the configuration must not be "." or ".."';
  return /^[a-zA-Z0-9.-]+$/.test(name)
    ? undefined
    : 'a name of the configuration has only letters, digits, dots and dashes';
}
