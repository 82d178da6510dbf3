import type { GatewayPeer } from './context.js';
import { failedPrecondition, inGatewayOrder, offers } from './context.js';
import type { Collecting } from './endorse.js';
import { EndorsementRound } from './endorsement-round.js';
import { callOf, type InterestMessage } from './interest-policies.js';
import type { Plan } from './known-plans.js';
import { endorsementPlan } from './plan.js';
import { CallError } from '../grpc/call-error.js';

/**
 * Endorsements that the policies ask for: a peer of the gateway's organisation simulates first; what it says that the transaction
 * touches decides who must endorse beside it.
 */
export async function byPolicy(collecting: Collecting): Promise<EndorsementRound> {
  const { context, routing, verdict, state } = collecting;
  const simple: InterestMessage = { chaincodes: [callOf(routing.chaincodeName)] };
  const round = new EndorsementRound(verdict, state, context.home);
  const candidates = firstCandidates(collecting, simple);
  if (!routing.hasTransient) round.askAhead(likelyEndorsers(collecting, simple, candidates[0]));
  const { peer, interest } = await round.first(candidates);
  const touched = interest === undefined || interest.chaincodes.length === 0 ? simple : interest;
  await round.collect(layoutsFor(collecting, touched, peer));
  return round;
}

/** Where the gateway's organisation has no peer for it, the policy of the chaincode says who may begin. */
function firstCandidates(collecting: Collecting, simple: InterestMessage): GatewayPeer[] {
  const { context, channel, routing } = collecting;
  const peers = inGatewayOrder(context).filter((peer) =>
    offers(peer, routing.chaincodeName, channel),
  );
  const of = (mspId: string | undefined): GatewayPeer[] =>
    peers.filter(({ endorser }) => endorser.mspId === mspId);
  const own = of(context.home.endorser.mspId);
  if (own.length > 0) return own;
  if (routing.hasTransient) throw unprotected();
  const [layout] = endorsementPlan(collecting, simple, undefined);
  return of(layout?.[0]?.endorser.mspId);
}

/** Whom the chaincode's own policy would ask: mostly nothing else counts, and nobody then waits for another. */
function likelyEndorsers(
  collecting: Collecting,
  simple: InterestMessage,
  first: GatewayPeer | undefined,
): readonly GatewayPeer[] {
  try {
    return endorsementPlan(collecting, simple, first)[0] ?? [];
  } catch (error) {
    // A plan that cannot be made is refused in its turn, after the first endorser has spoken.
    if (error instanceof CallError) return [];
    throw error;
  }
}

/** With transient data only members of the collections that are written are asked, unless that cannot be. */
function layoutsFor(collecting: Collecting, interest: InterestMessage, first: GatewayPeer): Plan {
  const guarded = collecting.routing.hasTransient
    ? interest.chaincodes.filter(({ noPrivateReads }) => noPrivateReads)
    : [];
  const chaincodes = interest.chaincodes.map((call) =>
    guarded.includes(call) ? { ...call, noPrivateReads: false } : call,
  );
  try {
    return endorsementPlan(collecting, { chaincodes }, first);
  } catch (error) {
    if (!(error instanceof CallError) || guarded.length === 0) throw error;
    endorsementPlan(collecting, interest, first);
    throw distrusted(guarded.flatMap(({ collectionNames }) => collectionNames));
  }
}

const unprotected = (): CallError =>
  failedPrecondition(
    "no endorsers found in the gateway's organization; retry specifying endorsing organization(s) " +
      'to protect transient data',
  );

const distrusted = (collections: readonly string[]): CallError =>
  failedPrecondition(
    'requires endorsement from organisation(s) that are not in the distribution policy of the private data ' +
      `collection(s): [${collections.join(' ')}]; retry specifying trusted endorsing organizations to protect ` +
      'transient data',
  );
