import { reasonOf } from '@argosy/protocol/reason';
import { status } from '@grpc/grpc-js';
import { EvaluateRequest, EvaluateResponse } from '@argosy/protocol/messages/gateway';
import { ChaincodeAction, ProposalResponsePayload } from '@argosy/protocol/messages/proposal';
import type { SignedProposalMessage } from '@argosy/protocol/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import type { ProposalResponseMessage, ResponseMessage } from '../endorser/response.js';
import { CallError, type CallDetail } from '../grpc/call-error.js';
import { readCall } from '../grpc/read-call.js';
import { ask, verdictOn } from './ask.js';
import {
  detailOf,
  failedPrecondition,
  inGatewayOrder,
  invalidArgument,
  offers,
  unknownChannelText,
  type GatewayContext,
  type GatewayPeer,
} from './context.js';
import { isMissing, readRouting, requireNames, type Routing } from './unpack.js';

/** `gateway.Gateway/Evaluate`: one peer's answer to a query. */
export async function evaluate(request: Uint8Array, context: GatewayContext): Promise<Uint8Array> {
  const { proposedTransaction, targetOrganizations } = readCall(EvaluateRequest, request);
  const routing = routingOf(proposedTransaction);
  const channel = context.channels.get(routing.channelId);
  if (channel === undefined || proposedTransaction === undefined) {
    throw new CallError(status.UNAVAILABLE, unknownChannelText(routing.channelId));
  }
  const peers = eligible(context, routing, targetOrganizations);
  const verdict = verdictOn(proposedTransaction, context);
  return channel.onSnapshot(async (state) => {
    const details: CallDetail[] = [];
    let code = status.UNAVAILABLE;
    for (const peer of peers) {
      const answer = await ask(peer, verdict, state, context.home);
      if (answer.ok) return encode(EvaluateResponse, { result: resultOf(answer.response) });
      const { failure } = answer;
      details.push(detailOf(peer, failure.message));
      if (!failure.retry) {
        const text = `evaluate call to endorser returned error: ${failure.message}`;
        throw new CallError(failure.code, text, details);
      }
      code = failure.code;
    }
    const text = 'failed to evaluate transaction, see attached details for more info';
    throw new CallError(code, text, details);
  });
}

function routingOf(signed: SignedProposalMessage | undefined): Routing {
  try {
    if (isMissing(signed)) throw new Error('a signed proposal is required');
    const routing = readRouting(signed);
    requireNames(routing);
    return routing;
  } catch (error) {
    const why = reasonOf(error);
    throw invalidArgument(`failed to unpack transaction proposal: ${why}`);
  }
}

/** Transient data stays in the gateway's own organisation unless the client names others. */
function eligible(
  context: GatewayContext,
  { channelId, chaincodeName, hasTransient }: Routing,
  targets: readonly string[],
): GatewayPeer[] {
  const channel = context.channels.get(channelId);
  const own = context.home.endorser.mspId;
  const protect = targets.length === 0 && hasTransient;
  const wanted = protect ? [own] : targets;
  const peers = inGatewayOrder(context).filter(
    (peer) =>
      (wanted.length === 0 || wanted.includes(peer.endorser.mspId)) &&
      channel !== undefined &&
      offers(peer, chaincodeName, channel),
  );
  if (peers.length > 0) return peers;
  const text = `no peers available to evaluate chaincode ${chaincodeName} in channel ${channelId}`;
  const advice =
    "no endorsers found in the gateway's organization; retry specifying target organization(s) " +
    'to protect transient data: ';
  throw failedPrecondition(protect ? `${advice}${text}` : text);
}

/** The peer's response; its payload as it stands in what the peer would have signed. */
function resultOf({ response, payload }: ProposalResponseMessage): ResponseMessage | undefined {
  if (response === undefined) return undefined;
  const { extension } = decode(ProposalResponsePayload, payload);
  const inner = decode(ChaincodeAction, extension).response;
  return inner === undefined ? response : { ...response, payload: inner.payload };
}
