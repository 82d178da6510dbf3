import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignedData } from '@argosy/protocol/signed-data';
import { resourceRefusal, type Resource } from '../access.js';
import type { LocalMsp } from '../local-msp.js';

/** What administrators of the peer's own organisation may do, whatever a channel says. */
const forAdministrators = new Set([
  'InstallChaincode',
  'QueryInstalledChaincode',
  'QueryInstalledChaincodes',
  'GetInstalledChaincodePackage',
  'ApproveChaincodeDefinitionForMyOrg',
  'QueryApprovedChaincodeDefinition',
  'QueryApprovedChaincodeDefinitions',
]);

/** What who writes on a channel may do, if the channel does not say otherwise. */
const onChannel: ReadonlyMap<string, Resource> = new Map([
  ['CheckCommitReadiness', '_lifecycle/CheckCommitReadiness'],
  ['CommitChaincodeDefinition', '_lifecycle/CommitChaincodeDefinition'],
  ['QueryChaincodeDefinition', '_lifecycle/QueryChaincodeDefinition'],
  ['QueryChaincodeDefinitions', '_lifecycle/QueryChaincodeDefinitions'],
]);

/** Why somebody may not call a function of the life cycle, in a peer's words; undefined where they may. */
export function permissionRefusal(
  name: string,
  signed: SignedData,
  { localMsp, bundle }: { readonly localMsp: LocalMsp; readonly bundle: ChannelBundle | undefined },
): string | undefined {
  if (forAdministrators.has(name)) return localMsp.refusal('Admins', signed.identity);
  const resource = onChannel.get(name);
  if (resource === undefined) return `Unmapped policy for _lifecycle/${name}`;
  return bundle === undefined
    ? localMsp.channelPolicyRefusal('/Channel/Application/Writers', signed.identity)
    : resourceRefusal(bundle, resource, signed);
}
