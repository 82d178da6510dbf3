import type { MspManager } from '@argosy/protocol/msp-manager';
import type {
  CollectionConfigPackage,
  StaticCollectionConfig,
} from '@argosy/protocol/messages/collections';
import {
  MSPRole,
  OrganizationUnit,
  principalClass,
  type MSPPrincipal,
  type SignaturePolicyNode,
} from '@argosy/protocol/messages/policies';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { reasonOf } from '@argosy/protocol/reason';
import { decode, type Decoded } from '@argosy/protocol/wire';

type Collections = Decoded<typeof CollectionConfigPackage>;
type Collection = Decoded<typeof StaticCollectionConfig>;

const NAME = /^[A-Za-z0-9-]+([A-Za-z0-9_-]+)*$/;

/** Why these collections cannot be, in a peer's words; undefined where they can. */
export function collectionsFault({ config }: Collections, msps: MspManager): string | undefined {
  const seen = new Set<string>();
  if (config.some(({ staticCollectionConfig }) => staticCollectionConfig === undefined))
    return 'collection config contains unexpected payload type: <nil>';
  for (const { staticCollectionConfig: one } of config) {
    if (one === undefined) continue;
    const fault = nameFault(one, seen) ?? countsFault(one) ?? membersFault(one, msps);
    if (fault !== undefined) return fault;
    seen.add(one.name);
  }
  return undefined;
}

function nameFault({ name }: Collection, seen: ReadonlySet<string>): string | undefined {
  if (!NAME.test(name)) {
    return (
      `invalid collection name '${name}'. Names can only consist of alphanumerics, '_', and '-' ` +
      "and cannot begin with '_'"
    );
  }
  return seen.has(name)
    ? `collection-name: ${name} -- found duplicate in collection configuration`
    : undefined;
}

function countsFault({ name, ...counts }: Collection): string | undefined {
  const { requiredPeerCount: required, maximumPeerCount: maximum } = counts;
  if (maximum < required) {
    return (
      `collection-name: ${name} -- maximum peer count (${maximum}) cannot be less than the ` +
      `required peer count (${required})`
    );
  }
  return required < 0
    ? `collection-name: ${name} -- requiredPeerCount (${required}) cannot be less than zero`
    : undefined;
}

function membersFault(
  { name, memberOrgsPolicy }: Collection,
  msps: MspManager,
): string | undefined {
  if (memberOrgsPolicy === undefined)
    return `collection member policy is not set for collection '${name}'`;
  const policy = memberOrgsPolicy.signaturePolicy;
  if (policy === undefined) return `collection member org policy is empty for collection '${name}'`;
  const fault = ruleFault(policy.rule, policy.identities.length);
  if (fault !== undefined) return `invalid member org policy for collection '${name}': ${fault}`;
  const why = alternativesFault(policy.rule);
  if (why !== undefined) return `collection-name: ${name} -- error in member org policy: ${why}`;
  return principalsFault(policy, msps, `collection-name: ${name} --`);
}

/** Why a rule cannot be evaluated. */
function ruleFault(rule: SignaturePolicyNode | undefined, principals: number): string | undefined {
  if (rule === undefined) return 'Empty policy element';
  if (rule.nOutOf !== undefined) {
    for (const part of rule.nOutOf.rules) {
      const fault = ruleFault(part, principals);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const { signedBy } = rule;
  if (signedBy === undefined) return 'Unknown type: <nil>:<nil>';
  return signedBy >= 0 && signedBy < principals
    ? undefined
    : `identity index out of range, requested ${signedBy}, but identities length is ${principals}`;
}

/** Members are alternatives: who is one must not depend on who else is. */
function alternativesFault(rule: SignaturePolicyNode | undefined): string | undefined {
  if (rule?.nOutOf === undefined) return undefined;
  const { n, rules } = rule.nOutOf;
  if (n !== 1) return `signature policy is not an OR concatenation, NOutOf ${n}`;
  for (const part of rules) {
    const fault = alternativesFault(part);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function principalsFault(
  { identities }: SignaturePolicyMessage,
  msps: MspManager,
  where: string,
): string | undefined {
  for (const principal of identities) {
    const fault = principalFault(principal, msps);
    if (fault !== undefined) return `${where} ${fault}`;
  }
  return undefined;
}

function principalFault(
  { principalClassification: kind, principal }: Decoded<typeof MSPPrincipal>,
  msps: MspManager,
): string | undefined {
  if (kind === principalClass.identity) {
    return msps.identity(principal) === undefined
      ? 'contains an identity that is not part of the channel'
      : undefined;
  }
  if (kind === principalClass.role)
    return memberFault(msps, 'MSPRole', () => decode(MSPRole, principal));
  if (kind === principalClass.organizationUnit)
    return memberFault(msps, 'OrganizationUnit', () => decode(OrganizationUnit, principal));
  return `principal type ${kindNames[kind] ?? String(kind)} is not supported`;
}

function memberFault(
  { mspIds }: MspManager,
  type: string,
  read: () => { readonly mspIdentifier: string },
): string | undefined {
  try {
    const { mspIdentifier } = read();
    return mspIds.includes(mspIdentifier)
      ? undefined
      : `collection member '${mspIdentifier}' is not part of the channel`;
  } catch (error) {
    return `cannot unmarshal identity bytes into ${type}: ${reasonOf(error)}`;
  }
}

const kindNames: Readonly<Record<number, string>> = {
  [principalClass.anonymity]: 'ANONYMITY',
  [principalClass.combined]: 'COMBINED',
};

/** Why these collections cannot follow the committed ones: none of those may vanish, or keep its data for another time. */
export function successionFault(proposed: Collections, committed: Collections): string | undefined {
  if (committed.config.length === 0) return undefined;
  if (proposed.config.length === 0)
    return 'the proposed collection config does not contain previously defined collections';
  for (const { staticCollectionConfig: before } of committed.config) {
    if (before === undefined) return 'unknown collection configuration type';
    const now = proposed.config.findLast(
      ({ staticCollectionConfig: one }) => one?.name === before.name,
    )?.staticCollectionConfig;
    if (now === undefined)
      return `existing collection [${before.name}] missing in the proposed collection configuration`;
    if (now.blockToLive !== before.blockToLive) {
      return (
        `the BlockToLive in an existing collection [${before.name}] modified. ` +
        `Existing value [${before.blockToLive}]`
      );
    }
  }
  return undefined;
}
