import type { Identity } from './msp.js';
import type { MspManager } from './msp-manager.js';
import type { SignaturePolicyEnvelope, SignaturePolicyNode } from './messages/policies.js';
import type { SignatureChecks } from './signature-checks.js';
import type { SignedData } from './signed-data.js';
import type { Decoded } from './wire.js';

export type SignaturePolicyMessage = Decoded<typeof SignaturePolicyEnvelope>;

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
    (identity, i) => used[i] !== true && scope.msps.satisfies(identity, principal),
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
