import { Reader } from '../wire/reader.js';
import type { TreeGroup, TreePolicy, TreeValue } from './tree.js';
import { elementName } from './elements.js';

/**
 * The first element in which two trees differ; undefined when they are equal. Trees have no canonical bytes, so they are compared
 * element by element, fields that this node does not know included.
 */
export function difference(
  one: TreeGroup,
  other: TreeGroup,
  path = '/Channel',
): string | undefined {
  if (!sameBasics(one, other)) return elementName('group', path);
  return (
    differingEntry(one.values, other.values, (a, b, key) =>
      sameValue(a, b) ? undefined : elementName('value', `${path}/${key}`),
    ) ??
    differingEntry(one.policies, other.policies, (a, b, key) =>
      samePolicy(a, b) ? undefined : elementName('policy', `${path}/${key}`),
    ) ??
    differingEntry(one.groups, other.groups, (a, b, key) =>
      a === undefined || b === undefined
        ? elementName('group', `${path}/${key}`)
        : difference(a, b, `${path}/${key}`),
    )
  );
}

function differingEntry<T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
  differ: (a: T | undefined, b: T | undefined, key: string) => string | undefined,
): string | undefined {
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    const found = differ(one.get(key), other.get(key), key);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Basics {
  readonly version: bigint;
  readonly modPolicy: string;
  readonly unknown: Uint8Array;
}

const sameBasics = (a: Basics, b: Basics): boolean =>
  a.version === b.version && a.modPolicy === b.modPolicy && sameUnknown(a.unknown, b.unknown);

const sameValue = (a: TreeValue | undefined, b: TreeValue | undefined): boolean =>
  a !== undefined && b !== undefined && sameBasics(a, b) && sameBytes(a.value, b.value);

const samePolicy = (a: TreePolicy | undefined, b: TreePolicy | undefined): boolean =>
  a !== undefined && b !== undefined && sameBasics(a, b) && samePolicyMessage(a.policy, b.policy);

/** Whether two policies are equal; an absent one differs from an empty one. */
export function samePolicyMessage(a: TreePolicy['policy'], b: TreePolicy['policy']): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.type === b.type &&
    sameBytes(a.value, b.value) &&
    sameUnknown(a.$unknown ?? NOTHING, b.$unknown ?? NOTHING)
  );
}

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const NOTHING = new Uint8Array(0);

/** Unknown fields are equal when each number has the same values in the same order; how the numbers are mixed does not matter. */
export function sameUnknown(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  return sameBytes(a, b) || sameBytes(byNumber(a), byNumber(b));
}

function byNumber(fields: Uint8Array): Uint8Array {
  const reader = new Reader(fields, 'unknown fields');
  const found: { number: number; field: Uint8Array }[] = [];
  while (reader.at < fields.length) {
    const start = reader.at;
    const tag = reader.tag(fields.length);
    reader.skip(tag, fields.length, 0);
    found.push({ number: Math.floor(tag / 8), field: fields.subarray(start, reader.at) });
  }
  found.sort((a, b) => a.number - b.number);
  return Buffer.concat(found.map(({ field }) => field));
}
