import type { SignaturePolicyNode } from './messages/policies.js';
import type { SignaturePolicyMessage } from './signature-policy.js';

/** Why a signature policy cannot be evaluated at all: a rule that is missing or says nothing, or a principal that is not listed. */
export function signaturePolicyFault(policy: SignaturePolicyMessage): string | undefined {
  return policy.rule === undefined
    ? 'the policy has no rule'
    : ruleFault(policy.rule, policy.identities.length);
}

function ruleFault(
  { signedBy, nOutOf }: SignaturePolicyNode,
  principals: number,
): string | undefined {
  if (nOutOf !== undefined) {
    for (const rule of nOutOf.rules) {
      const fault = ruleFault(rule, principals);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (signedBy === undefined) return 'a rule of the policy has no type';
  return signedBy >= 0 && signedBy < principals
    ? undefined
    : `the policy has no principal ${signedBy}`;
}
