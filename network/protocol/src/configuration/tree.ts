import { ConfigGroup, ConfigPolicy, ConfigValue } from '../messages/configuration.js';
import type { ConfigGroupNode } from '../messages/configuration.js';
import type { Policy } from '../messages/policies.js';
import { compareUtf8 } from '../utf8-order.js';
import { decode } from '../wire.js';
import type { Decoded, Encodable } from '../wire.js';

/** What every element of a configuration has: a version, and the name of the policy that whoever changes it must meet. */
interface Versioned {
  readonly version: bigint;
  readonly modPolicy: string;
  /** Fields that this node does not know, as they came. */
  readonly unknown: Uint8Array;
}
export interface TreeValue extends Versioned {
  readonly value: Uint8Array;
}
export interface TreePolicy extends Versioned {
  readonly policy: Decoded<typeof Policy> | undefined;
}
/** A group of a channel configuration with all below it, in the order of names. Of an element that was written twice, the last counts. */
export interface TreeGroup extends Versioned {
  readonly groups: ReadonlyMap<string, TreeGroup>;
  readonly values: ReadonlyMap<string, TreeValue>;
  readonly policies: ReadonlyMap<string, TreePolicy>;
}

const NOTHING = new Uint8Array(0);

/** The tree behind a decoded group. */
export function readTree(node: ConfigGroupNode): TreeGroup {
  const { version, modPolicy, $unknown: unknown = NOTHING } = node;
  return {
    version,
    modPolicy,
    unknown,
    groups: mapOf(node.groups, (group = decode(ConfigGroup, NOTHING)) => readTree(group)),
    values: mapOf(node.values, (value = decode(ConfigValue, NOTHING)) => ({
      version: value.version,
      modPolicy: value.modPolicy,
      value: value.value,
      unknown: value.$unknown ?? NOTHING,
    })),
    policies: mapOf(node.policies, (policy = decode(ConfigPolicy, NOTHING)) => ({
      version: policy.version,
      modPolicy: policy.modPolicy,
      policy: policy.policy,
      unknown: policy.$unknown ?? NOTHING,
    })),
  };
}

function mapOf<T, U>(
  entries: readonly { key: string; value: T | undefined }[],
  read: (value: T | undefined) => U,
): Map<string, U> {
  const sorted = [...entries].sort((a, b) => compareUtf8(a.key, b.key));
  return new Map(sorted.map(({ key, value }) => [key, read(value)]));
}

/** A tree as a message to encode. Names are in byte order, so that equal trees are equal bytes. */
export function writeTree(tree: TreeGroup): Encodable<ConfigGroupNode> {
  const { version, modPolicy, unknown } = tree;
  return {
    version,
    modPolicy,
    $unknown: unknown,
    groups: entriesOf(tree.groups, writeTree),
    values: entriesOf(tree.values, ({ unknown: rest, ...value }) => ({ ...value, $unknown: rest })),
    policies: entriesOf(tree.policies, ({ unknown: rest, ...policy }) => ({
      ...policy,
      $unknown: rest,
    })),
  };
}

function entriesOf<T, U>(
  map: ReadonlyMap<string, T>,
  write: (value: T) => U,
): { key: string; value: U }[] {
  return [...map]
    .sort(([a], [b]) => compareUtf8(a, b))
    .map(([key, value]) => ({ key, value: write(value) }));
}
