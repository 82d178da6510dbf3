import type { Envelope } from '../messages/common.js';
import type { PolicyManager } from '../policy.js';
import type { SignedData } from '../signed-data.js';
import type { Decoded } from '../wire.js';
import { overlay } from './apply.js';
import { flatten, nameFault } from './elements.js';
import type { Element, Elements } from './elements.js';
import { ConfigRefused } from './refused.js';
import { readTree } from './tree.js';
import type { TreeGroup } from './tree.js';
import { readUpdate } from './update-envelope.js';

/** The configuration in force, as an update is judged by it. */
export interface Standing {
  readonly channelId: string;
  readonly elements: Elements;
  readonly policies: PolicyManager;
}

/**
 * Judge an envelope with a configuration update and apply it: the tree that results. Refuses one for another channel, one that was
 * computed from another configuration, one that changes nothing, and changes that the policy of the changed element does not allow.
 */
export function applyUpdate(envelope: Decoded<typeof Envelope>, standing: Standing): TreeGroup {
  const { update, signatures } = readUpdate(envelope);
  if (update.channelId !== standing.channelId)
    throw new ConfigRefused(
      `the update is for channel "${update.channelId}", not for "${standing.channelId}"; compute it from the configuration of this channel`,
    );
  const readSet = flatten(update.readSet && readTree(update.readSet));
  requireRead(readSet, standing.elements);
  const delta = changes(readSet, flatten(update.writeSet && readTree(update.writeSet)));
  requireAllowed(delta, signatures, standing);
  return overlay(standing.elements, delta);
}

function requireRead(readSet: Elements, current: Elements): void {
  for (const [name, { item }] of readSet) {
    const standing = current.get(name);
    if (standing === undefined)
      throw new ConfigRefused(`${name} does not exist; compute the update anew`);
    if (standing.item.version !== item.version)
      throw new ConfigRefused(
        `${name} is at version ${standing.item.version}, and the update was computed from version ${item.version}; compute it anew`,
      );
  }
}

function changes(readSet: Elements, writeSet: Elements): Elements {
  const changed = [...writeSet].filter(
    ([name, { item }]) => readSet.get(name)?.item.version !== item.version,
  );
  if (changed.length === 0)
    throw new ConfigRefused('the update changes nothing; there is nothing to do');
  return new Map(changed);
}

function requireAllowed(
  delta: Elements,
  signatures: readonly SignedData[],
  { elements, policies }: Standing,
): void {
  for (const [name, element] of delta) {
    const fault = modPolicyFault(element.item.modPolicy);
    if (fault !== undefined) throw new ConfigRefused(`${name}: ${fault}`);
    const current = elements.get(name);
    requireVersion(name, element, current);
    if (current !== undefined) requirePolicy(name, current, policies, signatures);
  }
}

function requireVersion(name: string, { item }: Element, current: Element | undefined): void {
  const next = current === undefined ? 0n : successor(current.item.version);
  if (item.version === next) return;
  const standing =
    current === undefined ? 'does not exist' : `is at version ${current.item.version}`;
  throw new ConfigRefused(
    `${name} ${standing}, so the update must set version ${next}, not ${item.version}; compute it anew`,
  );
}

/** The number after a version or sequence, which are 64 bits wide. */
export const successor = (number: bigint): bigint => BigInt.asUintN(64, number + 1n);

function requirePolicy(
  name: string,
  current: Element,
  policies: PolicyManager,
  signatures: readonly SignedData[],
): void {
  const { modPolicy } = current.item;
  const policy = policies.find(
    modPolicy,
    modPolicy.startsWith('/') ? '/Channel' : scopeOf(current),
  );
  if (policy === undefined)
    throw new ConfigRefused(
      `${name} may be changed under policy "${modPolicy}", which does not exist; it can never be changed`,
    );
  const result = policies.evaluate(policy, signatures);
  if (!result.satisfied)
    throw new ConfigRefused(
      `${name} may be changed under ${policy} (${policies.describe(policy)}), which the ${signatures.length} signature(s) do not meet: ${result.reason}; collect the missing signatures`,
    );
}

/** The group from which an element's policy is looked up: a group's own, otherwise the one that contains the element. */
function scopeOf({ kind, path, key }: Element): string {
  return kind === 'group' ? `${path}/${key}` : path;
}

function modPolicyFault(modPolicy: string): string | undefined {
  if (modPolicy === '') return 'the update sets no modification policy; set one';
  const path = modPolicy.startsWith('/') ? modPolicy.slice(1) : modPolicy;
  const fault = path.split('/').map(nameFault).find(Boolean);
  return fault === undefined ? undefined : `modification policy "${modPolicy}": ${fault}`;
}
