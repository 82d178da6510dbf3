import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { Identity } from '@argosy/protocol/msp';
import type { PolicyResult } from '@argosy/protocol/policy';
import { signaturePolicyFault } from '@argosy/protocol/policy-fault';
import { reasonOf } from '@argosy/protocol/reason';
import { satisfiesSignaturePolicy } from '@argosy/protocol/signature-policy';
import type { SignaturePolicyMessage } from '@argosy/protocol/signature-policy';
import { readApplicationPolicy } from './policy-reading.js';

type Rules = Pick<ChannelBundle, 'policies' | 'msps'>;

const refused = (reason: string): PolicyResult => ({ satisfied: false, reason });

/** Judge endorsers by an `ApplicationPolicy`: a signature policy, or a reference into the configuration. */
export function evaluateApplicationPolicy(
  policy: Uint8Array,
  signers: readonly Identity[],
  bundle: Rules,
): PolicyResult {
  return unlessSenseless(() => {
    const { signaturePolicy, channelConfigPolicyReference } = readApplicationPolicy(policy);
    if (signaturePolicy !== undefined) return judge(signaturePolicy, signers, bundle);
    if (channelConfigPolicyReference === undefined) return refused('the policy says nothing');
    return bundle.policies.evaluateIdentities(channelConfigPolicyReference, signers);
  });
}

/** Judge endorsers by a signature policy. */
export function evaluateSignaturePolicy(
  policy: SignaturePolicyMessage,
  signers: readonly Identity[],
  bundle: Rules,
): PolicyResult {
  return unlessSenseless(() => judge(policy, signers, bundle));
}

function judge(
  policy: SignaturePolicyMessage,
  signers: readonly Identity[],
  { msps }: Rules,
): PolicyResult {
  const fault = faultOf(policy);
  if (fault !== undefined) return refused(fault);
  return satisfiesSignaturePolicy(policy, signers, msps)
    ? { satisfied: true }
    : refused('signature set did not satisfy policy');
}

const faults = new WeakMap<SignaturePolicyMessage, string | undefined>();

function faultOf(policy: SignaturePolicyMessage): string | undefined {
  if (!faults.has(policy)) faults.set(policy, signaturePolicyFault(policy));
  return faults.get(policy);
}

/** A policy that makes no sense is met by nothing. */
function unlessSenseless(evaluate: () => PolicyResult): PolicyResult {
  try {
    return evaluate();
  } catch (error) {
    return refused(reasonOf(error));
  }
}
