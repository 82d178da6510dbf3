import { satisfiesSignaturePolicy } from '@argosy/protocol/signature-policy';
import { ApplicationPolicy } from '@argosy/protocol/messages/policies';
import type { Identity } from '@argosy/protocol/msp';
import { decode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import {
  failedPrecondition,
  inGatewayOrder,
  offers,
  type GatewayContext,
  type GatewayPeer,
} from './context.js';
import { layouts } from './layouts.js';

type Enough = (peers: readonly GatewayPeer[]) => boolean;

const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';

/**
 * The sets of peers whose endorsements would meet the chaincode's policy, best first. Refuses, as a precondition that
 * failed: a chaincode without definition; a policy that the available peers cannot meet.
 */
export function endorsementPlan(
  context: GatewayContext,
  channel: Channel,
  chaincodeName: string,
  first: GatewayPeer | undefined,
): GatewayPeer[][] {
  const enough = policyOf(channel, chaincodeName);
  const peers = inGatewayOrder(context);
  const candidates = peers.filter((peer) => offers(peer, chaincodeName, channel));
  const plan = layouts(candidates, enough, first);
  if (plan.length > 0) return plan;
  throw unplannable(
    enough(peers)
      ? 'required chaincodes are not installed on sufficient peers'
      : 'no peer combination can satisfy the endorsement policy',
  );
}

export const unplannable = (why: string): Error =>
  failedPrecondition(
    `no combination of peers can be derived which satisfy the endorsement policy: ${why}`,
  );

export const noMetadata = (chaincodeName: string, channelId: string): Error =>
  unplannable(`No metadata was found for chaincode ${chaincodeName} in channel ${channelId}`);

/** The policy by which validation will judge, asked about peers instead of signatures. */
function policyOf(channel: Channel, chaincodeName: string): Enough {
  const { policies, msps } = channel.bundle;
  const byReference =
    (name: string): Enough =>
    (peers) =>
      policies.evaluateIdentities(name, identities(channel, peers)).satisfied;
  if (chaincodeName === '_lifecycle') return byReference(LIFECYCLE_POLICY);
  const definition = channel.currentDefinition(chaincodeName);
  if (definition === undefined) throw noMetadata(chaincodeName, channel.id);
  const policy = decode(ApplicationPolicy, definition.validationParameter);
  const { signaturePolicy, channelConfigPolicyReference } = policy;
  if (signaturePolicy !== undefined) {
    return (peers) => satisfiesSignaturePolicy(signaturePolicy, identities(channel, peers), msps);
  }
  return byReference(channelConfigPolicyReference ?? '');
}

function identities(channel: Channel, peers: readonly GatewayPeer[]): Identity[] {
  return peers.flatMap(({ endorser }) => {
    const identity = channel.bundle.msps.identity(endorser.identity);
    return identity === undefined ? [] : [identity];
  });
}
