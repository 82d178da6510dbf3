import type { Identity } from '@argosy/protocol/msp';
import { reasonOf } from '@argosy/protocol/reason';
import type { StateView } from '@argosy/ledger/state';
import type { Channel } from '../channel.js';
import {
  failedPrecondition,
  inGatewayOrder,
  offers,
  type GatewayContext,
  type GatewayPeer,
} from './context.js';
import { requirements, type InterestMessage, type Requirements } from './interest-policies.js';
import { layouts } from './layouts.js';

/** What a plan is made for. */
export interface Planning {
  readonly context: GatewayContext;
  readonly channel: Channel;
  readonly state: StateView;
}

/**
 * The sets of peers whose endorsements would meet all policies that an interest names, best first. Refuses, as a precondition that
 * failed: a chaincode without definition; policies that the available peers cannot meet.
 */
export function endorsementPlan(
  { context, channel, state }: Planning,
  interest: InterestMessage,
  first: GatewayPeer | undefined,
): GatewayPeer[][] {
  const needed = wanted(interest, channel, state);
  const known = inGatewayOrder(context).flatMap((peer) => {
    const identity = channel.bundle.msps.identity(peer.endorser.identity);
    return identity !== undefined && needed.isAuthorised(identity) ? [{ peer, identity }] : [];
  });
  const enough = (chosen: readonly { readonly identity: Identity }[]): boolean => {
    const identities = chosen.map(({ identity }) => identity);
    return needed.policies.every((isMet) => isMet(identities));
  };
  const candidates = known.filter(({ peer }) =>
    interest.chaincodes.every(({ name }) => offers(peer, name, channel)),
  );
  const preferred = candidates.find(({ peer }) => peer === first);
  const plan = layouts(candidates, enough, preferred);
  if (plan.length > 0) return plan.map((layout) => layout.map(({ peer }) => peer));
  throw unplannable(
    enough(known)
      ? 'required chaincodes are not installed on sufficient peers'
      : 'no peer combination can satisfy the endorsement policy',
  );
}

function wanted(interest: InterestMessage, channel: Channel, state: StateView): Requirements {
  try {
    return requirements(interest, channel, state);
  } catch (error) {
    throw unplannable(reasonOf(error));
  }
}

const unplannable = (why: string): Error =>
  failedPrecondition(
    `no combination of peers can be derived which satisfy the endorsement policy: ${why}`,
  );

export const noMetadata = (chaincodeName: string, channelId: string): Error =>
  unplannable(`No metadata was found for chaincode ${chaincodeName} in channel ${channelId}`);
