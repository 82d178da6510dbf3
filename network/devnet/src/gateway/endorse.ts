import { reasonOf } from '@argosy/protocol/reason';
import { status } from '@grpc/grpc-js';
import { EndorseRequest, EndorseResponse } from '@argosy/protocol/messages/gateway';
import { assembleTransaction, type SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { StateView } from '@argosy/ledger/state';
import type { Channel } from '../channel.js';
import { CallError } from '../grpc/call-error.js';
import { verdictOn, type Verdict } from './ask.js';
import {
  failedPrecondition,
  inGatewayOrder,
  invalidArgument,
  offers,
  type GatewayContext,
  type GatewayPeer,
} from './context.js';
import { EndorsementRound } from './endorsement-round.js';
import { endorsementPlan, noMetadata } from './plan.js';
import { readRouting, type Routing } from './unpack.js';

/**
 * `gateway.Gateway/Endorse`: collect the endorsements that the chaincode's policy asks for and prepare the transaction.
 *
 * All endorsers simulate on one and the same state. On a network of several machines they might be a block apart, and
 * their results differ; in one process nothing would be gained by that.
 */
export async function endorse(request: Uint8Array, context: GatewayContext): Promise<Uint8Array> {
  const { proposedTransaction: signed, endorsingOrganizations } = decode(EndorseRequest, request);
  if (signed === undefined) {
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

interface Plan {
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
async function byOrganisations(plan: Plan, mspIds: readonly string[]): Promise<EndorsementRound> {
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

/** A peer of the gateway's organisation first; then whom the policy needs beside it. */
async function byPolicy(plan: Plan): Promise<EndorsementRound> {
  const { context, channel, routing, verdict, state } = plan;
  const { chaincodeName } = routing;
  const round = new EndorsementRound(verdict, state, context.home);
  const neighbours = firstCandidates(plan);
  if (neighbours.length === 0) {
    if (routing.hasTransient) throw unprotected();
    await round.collect(endorsementPlan(context, channel, chaincodeName, undefined));
    return round;
  }
  const [likely] = neighbours;
  const planFor = (peer: GatewayPeer | undefined): GatewayPeer[][] =>
    endorsementPlan(context, channel, chaincodeName, peer);
  const expected = unlessUnplannable(() => planFor(likely));
  round.askAhead(expected?.[0] ?? []);
  const first = await round.first(neighbours);
  await round.collect(first === likely && expected !== undefined ? expected : planFor(first));
  return round;
}

/** A plan that cannot be made is refused in its turn, after the first endorser has spoken. */
function unlessUnplannable(plan: () => GatewayPeer[][]): GatewayPeer[][] | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof CallError) return undefined;
    throw error;
  }
}

function firstCandidates({ context, channel, routing }: Plan): GatewayPeer[] {
  const own = context.home.endorser.mspId;
  return inGatewayOrder(context).filter(
    (peer) => peer.endorser.mspId === own && offers(peer, routing.chaincodeName, channel),
  );
}

const unprotected = (): CallError =>
  failedPrecondition(
    "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) " +
      'to protect transient data',
  );

function preparedTransaction(verdict: Verdict, round: EndorsementRound): Uint8Array {
  if (verdict instanceof Error) throw new TypeError('a refused proposal was endorsed');
  const payload = assembleTransaction(verdict.opened, round.payload, round.endorsements);
  return encode(EndorseResponse, { preparedTransaction: { payload } });
}
