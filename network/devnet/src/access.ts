import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignedData } from '@argosy/protocol/signed-data';

/** A channel's policies that peers ask for. */
export type AccessPolicy = '/Channel/Application/Writers' | '/Channel/Application/Readers';

const READERS = '/Channel/Application/Readers';
const WRITERS = '/Channel/Application/Writers';

/** The policy that guards each of a peer's resources on a channel that does not say otherwise. */
const defaultPolicies = {
  '_lifecycle/CommitChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinitions': WRITERS,
  '_lifecycle/CheckCommitReadiness': WRITERS,
  'peer/Propose': WRITERS,
  'peer/ChaincodeToChaincode': WRITERS,
  'qscc/GetChainInfo': READERS,
  'qscc/GetBlockByNumber': READERS,
  'qscc/GetBlockByHash': READERS,
  'qscc/GetTransactionByID': READERS,
  'qscc/GetBlockByTxID': READERS,
  'cscc/GetConfigBlock': READERS,
  'cscc/GetChannelConfig': READERS,
  'event/Block': READERS,
  'event/FilteredBlock': READERS,
  'gateway/CommitStatus': READERS,
  'gateway/ChaincodeEvents': READERS,
} as const satisfies Record<string, AccessPolicy>;

/** What a channel's configuration can put under a policy of its own. */
export type Resource = keyof typeof defaultPolicies;

/** A peer's words when who asks for a resource of a channel may not have it; undefined when he may. */
export function resourceRefusal(
  bundle: ChannelBundle,
  resource: Resource,
  signed: SignedData,
): string | undefined {
  const own = bundle.acls.get(resource);
  if (own === undefined) return accessRefusal(bundle, defaultPolicies[resource], signed);
  const verdict = bundle.policies.evaluate(own, [signed]);
  if (verdict.satisfied) return undefined;
  return `failed evaluating policy on signed data during check policy [${own}]: [${verdict.reason}]`;
}

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
