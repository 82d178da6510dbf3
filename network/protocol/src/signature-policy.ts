import type { Identity } from './msp.js';
import type { MspManager } from './msp-manager.js';
import { MSPRole, principalClass, roleType } from './messages/policies.js';
import type {
  SignaturePolicyEnvelope,
  SignaturePolicyNode,
  MSPPrincipal,
} from './messages/policies.js';
import type { SignatureChecks } from './signature-checks.js';
import type { SignedData } from './signed-data.js';
import { decode } from './wire.js';
import type { Decoded } from './wire.js';

export type SignaturePolicyMessage = Decoded<typeof SignaturePolicyEnvelope>;
type Principal = Decoded<typeof MSPPrincipal>;

/** A principal of a kind that this node does not know how to judge: it must not guess. */
export class UnjudgedPrincipal extends Error {
  override readonly name = 'UnjudgedPrincipal';
}

/**
 * The identities whose signatures hold, in order of appearance and each once (Fabric's SignatureSetToValidIdentities): unreadable
 * ones are skipped, a second signature of an accepted identity is not looked at, a bad one does not stand in the way of a good one.
 */
export function signers(
  signatures: readonly SignedData[],
  msps: MspManager,
  checks: SignatureChecks,
): Identity[] {
  const accepted = new Map<string, Identity>();
  for (const { identity: creator, message, signature } of signatures) {
    const identity = msps.identity(creator);
    if (identity === undefined || accepted.has(identity.id)) continue;
    const check = { signer: identity.id, key: identity.publicKey, message, signature };
    if (checks.holds(check)) accepted.set(identity.id, identity);
  }
  return [...accepted.values()];
}

/**
 * Evaluate a signature policy over identities, greedily and in order as Fabric does: each identity counts for one principal, an
 * n-out-of evaluates every rule even after n are met, and there is no going back. Throws on a policy that cannot be compiled.
 */
export function satisfiesSignaturePolicy(
  policy: SignaturePolicyMessage,
  identities: readonly Identity[],
  msps: MspManager,
): boolean {
  if (policy.rule === undefined) throw new TypeError('the policy has no rule');
  const used = identities.map(() => false);
  return evaluate(policy.rule, { policy, identities, msps }, used);
}

interface Scope {
  readonly policy: SignaturePolicyMessage;
  readonly identities: readonly Identity[];
  readonly msps: MspManager;
}

function evaluate(node: SignaturePolicyNode, scope: Scope, used: boolean[]): boolean {
  if (node.nOutOf !== undefined) return nOutOf(node.nOutOf.n, node.nOutOf.rules, scope, used);
  if (node.signedBy === undefined) throw new TypeError('a rule of the policy has no type');
  const principal = scope.policy.identities[node.signedBy];
  if (principal === undefined) throw new TypeError(`the policy has no principal ${node.signedBy}`);
  const found = scope.identities.findIndex(
    (identity, i) => used[i] !== true && satisfiesPrincipal(identity, principal, scope.msps),
  );
  if (found >= 0) used[found] = true;
  return found >= 0;
}

function nOutOf(
  n: number,
  rules: readonly SignaturePolicyNode[],
  scope: Scope,
  used: boolean[],
): boolean {
  let met = 0;
  const taken = [...used];
  for (const rule of rules) {
    const attempt = [...taken];
    if (!evaluate(rule, scope, attempt)) continue;
    met++;
    taken.splice(0, taken.length, ...attempt);
  }
  if (met < n) return false;
  used.splice(0, used.length, ...taken);
  return true;
}

/**
 * Whether an identity is what a principal describes. What cannot be read and classes that do not exist describe nobody, as for a
 * peer. Throws UnjudgedPrincipal for the classes that only a peer can judge.
 */
export function satisfiesPrincipal(
  identity: Identity,
  principal: Principal,
  msps: MspManager,
): boolean {
  switch (principal.principalClassification) {
    case principalClass.role:
      return satisfiesRole(identity, principal.principal);
    case principalClass.identity:
      return identity.validity.valid && msps.identity(principal.principal)?.id === identity.id;
    case principalClass.organizationUnit:
    case principalClass.anonymity:
    case principalClass.combined:
      throw new UnjudgedPrincipal(
        `principals of class ${principal.principalClassification} cannot be judged by this node yet`,
      );
    default:
      return false;
  }
}

function satisfiesRole({ mspId, validity }: Identity, principal: Uint8Array): boolean {
  const described = readRole(principal);
  if (described?.mspIdentifier !== mspId || !validity.valid) return false;
  const { role } = described;
  if (role === roleType.member) return true;
  return validity.role !== undefined && roleType[validity.role] === role;
}

function readRole(principal: Uint8Array): Decoded<typeof MSPRole> | undefined {
  try {
    return decode(MSPRole, principal);
  } catch {
    return undefined;
  }
}
