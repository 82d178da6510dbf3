import { reasonOf } from '@argosy/protocol/reason';
import { status } from '@grpc/grpc-js';
import { EndorseRequest, EndorseResponse } from '@argosy/protocol/messages/gateway';
import { assembleTransaction, type SignedProposalMessage } from '@argosy/protocol/proposal';
import { encode } from '@argosy/protocol/wire';
import type { StateView } from '@argosy/ledger/state';
import type { Channel } from '../channel.js';
import { CallError } from '../grpc/call-error.js';
import { readCall } from '../grpc/read-call.js';
import { verdictOn, type Verdict } from './ask.js';
import { byPolicy } from './by-policy.js';
import { inGatewayOrder, invalidArgument, offers, type GatewayContext } from './context.js';
import { EndorsementRound } from './endorsement-round.js';
import { noMetadata } from './plan.js';
import { isMissing, readRouting, type Routing } from './unpack.js';

/**
 * `gateway.Gateway/Endorse`: collect the endorsements that the chaincode's policy asks for and prepare the transaction.
 *
 * All endorsers simulate on one and the same state. On a network of several machines they might be a block apart, and
 * their results differ; in one process nothing would be gained by that.
 */
export async function endorse(request: Uint8Array, context: GatewayContext): Promise<Uint8Array> {
  const { proposedTransaction: signed, endorsingOrganizations } = readCall(EndorseRequest, request);
  if (isMissing(signed)) {
    throw invalidArgument('the proposed transaction must contain a signed proposal');
  }
  const routing = routingOf(signed);
  const channel = context.channels.get(routing.channelId);
  if (channel === undefined) throw noMetadata(routing.chaincodeName, routing.channelId);
  const verdict = verdictOn(signed, context);
  const round = await channel.onSnapshot((state) => {
    const plan = { context, channel, routing, verdict, state };
    return endorsingOrganizations.length > 0
      ? byOrganisations(plan, endorsingOrganizations)
      : byPolicy(plan);
  });
  return preparedTransaction(verdict, round);
}

/** What endorsements are collected for. */
export interface Collecting {
  readonly context: GatewayContext;
  readonly channel: Channel;
  readonly routing: Routing;
  readonly verdict: Verdict;
  readonly state: StateView;
}

function routingOf(signed: SignedProposalMessage): Routing {
  try {
    return readRouting(signed);
  } catch (error) {
    throw invalidArgument(reasonOf(error));
  }
}

/** One peer of each named organisation; the policy is the client's own business. */
async function byOrganisations(
  plan: Collecting,
  mspIds: readonly string[],
): Promise<EndorsementRound> {
  const { context, channel, routing } = plan;
  const available = inGatewayOrder(context).filter((peer) =>
    offers(peer, routing.chaincodeName, channel),
  );
  const found = mspIds.map((mspId) => available.find(({ endorser }) => endorser.mspId === mspId));
  const missing = mspIds.filter((_, index) => found[index] === undefined);
  if (missing.length > 0) {
    const text = `failed to find any endorsing peers for org(s): ${missing.join(', ')}`;
    throw new CallError(status.UNAVAILABLE, text);
  }
  const layout = found.filter((peer) => peer !== undefined);
  const round = new EndorsementRound(plan.verdict, plan.state, context.home);
  await round.collect([layout]);
  return round;
}

function preparedTransaction(verdict: Verdict, round: EndorsementRound): Uint8Array {
  if (verdict instanceof Error) throw new TypeError('a refused proposal was endorsed');
  const payload = assembleTransaction(verdict.opened, round.payload, round.endorsements);
  return encode(EndorseResponse, { preparedTransaction: { payload } });
}
