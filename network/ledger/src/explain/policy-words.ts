import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { describeSignaturePolicy } from '@argosy/protocol/policy-text';
import { decode } from '@argosy/protocol/wire';

type Policies = Pick<ChannelBundle, 'policies'>;

const unreadable = 'a policy that cannot be read';

/** The policy of a chaincode or collection in words: a signature policy, or one of the configuration. */
export function applicationPolicyWords(bytes: Uint8Array, { policies }: Policies): string {
  try {
    const { signaturePolicy, channelConfigPolicyReference } = decode(ApplicationPolicy, bytes);
    if (signaturePolicy !== undefined) return describeSignaturePolicy(signaturePolicy);
    if (channelConfigPolicyReference === undefined) return 'a policy that says nothing';
    const text = policies.describe(channelConfigPolicyReference);
    return `${channelConfigPolicyReference}: ${text}`;
  } catch {
    return unreadable;
  }
}

/** The policy of a key in words. */
export function keyPolicyWords(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'none of its own';
  try {
    return describeSignaturePolicy(decode(SignaturePolicyEnvelope, bytes));
  } catch {
    return unreadable;
  }
}
