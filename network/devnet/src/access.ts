import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignedData } from '@argosy/protocol/signed-data';

/** A channel's policies that peers ask for. */
export type AccessPolicy = '/Channel/Application/Writers' | '/Channel/Application/Readers';

/** A peer's words when a channel's policy is not met; undefined when it is. */
export function accessRefusal(
  bundle: ChannelBundle,
  policy: AccessPolicy,
  signed: SignedData,
): string | undefined {
  const verdict = bundle.policies.evaluate(policy, [signed]);
  if (verdict.satisfied) return undefined;
  return (
    `Failed evaluating policy on signed data during check policy on channel [${bundle.channelId}] ` +
    `with policy [${policy}]: [${verdict.reason}]`
  );
}
