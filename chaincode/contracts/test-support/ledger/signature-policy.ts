import {
  MSPRole,
  principalClass,
  roleType,
  SignaturePolicyEnvelope,
} from '@argosy/protocol/messages/policies';
import type { SignaturePolicyNode } from '@argosy/protocol/messages/policies';
import { decode } from '@argosy/protocol/wire';
import type { NOutOf } from './channel.js';

/** A rule: one organisation's peer, so many of some rules, or something that no peer's signature meets. */
export type Rule =
  | { readonly signedBy: string }
  | { readonly outOf: number; readonly of: readonly Rule[] }
  | 'nobody';

/** The policy that `KeyEndorsementPolicy` of the shim, or anybody else, wrote for a key. */
export function readSignaturePolicy(bytes: Uint8Array): Rule {
  const { rule, identities } = decode(SignaturePolicyEnvelope, bytes);
  const principals = identities.map(({ principalClassification, principal }): Rule => {
    if (principalClassification !== principalClass.role) return 'nobody';
    const { mspIdentifier, role } = decode(MSPRole, principal);
    const peers = role === roleType.member || role === roleType.peer;
    return peers ? { signedBy: mspIdentifier } : 'nobody';
  });
  return rule === undefined ? 'nobody' : ruleOf(rule, principals);
}

/** So many of these organisations. */
export function ruleFor({ outOf, of }: NOutOf): Rule {
  return { outOf, of: of.map((signedBy) => ({ signedBy })) };
}

/**
 * Whether the organisations' peers, of each one, meet a rule: greedily and in order, as Fabric does;
 * each signature counts once.
 */
export function isMet(rule: Rule, signers: readonly string[]): boolean {
  return remaining(rule, [...new Set(signers)]) !== undefined;
}

/** The signatures that are still free once the rule is met; undefined where it is not. */
function remaining(rule: Rule, free: readonly string[]): readonly string[] | undefined {
  if (rule === 'nobody') return undefined;
  if ('signedBy' in rule)
    return free.includes(rule.signedBy) ? free.filter((it) => it !== rule.signedBy) : undefined;
  let met = 0;
  let left = free;
  for (const part of rule.of) {
    const after = remaining(part, left);
    if (after === undefined) continue;
    met += 1;
    left = after;
  }
  return met >= rule.outOf ? left : undefined;
}

function ruleOf({ signedBy, nOutOf }: SignaturePolicyNode, principals: readonly Rule[]): Rule {
  if (nOutOf !== undefined)
    return { outOf: nOutOf.n, of: nOutOf.rules.map((it) => ruleOf(it, principals)) };
  return principals[signedBy ?? -1] ?? 'nobody';
}
