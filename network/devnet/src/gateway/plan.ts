import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { ChaincodeInterest } from '@argosy/protocol/messages/proposal';
import type { Identity } from '@argosy/protocol/msp';
import { reasonOf } from '@argosy/protocol/reason';
import { encode } from '@argosy/protocol/wire';
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
import { KnownPlans, type Plan } from './known-plans.js';
import { layouts } from './layouts.js';

/** What a plan is made for. */
export interface Planning {
  readonly context: GatewayContext;
  readonly channel: Channel;
  readonly state: StateView;
}

/** By configuration: under another one everything may be different. */
const knownPlans = new WeakMap<ChannelBundle, KnownPlans>();

/**
 * The sets of peers whose endorsements would meet all policies that an interest names, best first. Refuses, as a precondition that
 * failed: a chaincode without definition; policies that the available peers cannot meet.
 */
export function endorsementPlan(
  planning: Planning,
  interest: InterestMessage,
  first: GatewayPeer | undefined,
): Plan {
  const { context, channel, state } = planning;
  const { lifecycleHeight, bundle } = channel;
  const peers = inGatewayOrder(context);
  const offering = peers.filter((peer) =>
    interest.chaincodes.every(({ name }) => offers(peer, name, channel)),
  );
  const question = { asked: wordsFor(interest, first), peers: offering, lifecycleHeight };
  // A state from before the last change of a definition is asked anew: that is over in a moment.
  const remembered = state.height < lifecycleHeight ? undefined : plansUnder(bundle);
  const known = remembered?.find(question);
  if (known !== undefined) return known;
  const plan = makePlan(planning, interest, { peers, offering, first });
  remembered?.keep(question, plan);
  return plan;
}

function plansUnder(bundle: ChannelBundle): KnownPlans {
  const plans = knownPlans.get(bundle) ?? new KnownPlans();
  knownPlans.set(bundle, plans);
  return plans;
}

const wordsFor = (interest: InterestMessage, first: GatewayPeer | undefined): string =>
  `${first?.address ?? ''} ${encode(ChaincodeInterest, interest).toString('latin1')}`;

/** Who may be asked: all peers in the gateway's order, those that have the chaincodes, and the one to begin with. */
interface Peers {
  readonly peers: readonly GatewayPeer[];
  readonly offering: readonly GatewayPeer[];
  readonly first: GatewayPeer | undefined;
}

function makePlan(
  { channel, state }: Planning,
  interest: InterestMessage,
  { peers, offering, first }: Peers,
): Plan {
  const needed = wanted(interest, channel, state);
  const known = peers.flatMap((peer) => {
    const identity = channel.bundle.msps.identity(peer.endorser.identity);
    return identity !== undefined && needed.isAuthorised(identity) ? [{ peer, identity }] : [];
  });
  const enough = (chosen: readonly { readonly identity: Identity }[]): boolean => {
    const identities = chosen.map(({ identity }) => identity);
    return needed.policies.every((isMet) => isMet(identities));
  };
  const candidates = known.filter(({ peer }) => offering.includes(peer));
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
