import { status } from '@grpc/grpc-js';
import { bftQuorum } from '@argosy/protocol/block-signature';
import { SubmitRequest, SubmitResponse } from '@argosy/protocol/messages/gateway';
import { decode, encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { CallError } from '../grpc/call-error.js';
import type { BroadcastAnswer } from '../ordering/broadcast-status.js';
import { ALREADY_THERE } from '../ordering/ordering.js';
import {
  failedPrecondition,
  invalidArgument,
  unknownChannelText,
  type GatewayContext,
} from './context.js';

/**
 * `gateway.Gateway/Submit`: hand the signed transaction to the ordering service. Success means that it was accepted,
 * not that it is valid and not even that it is in a block.
 */
export async function submit(
  request: Uint8Array,
  { channels }: GatewayContext,
): Promise<Uint8Array> {
  const { preparedTransaction, channelId } = decode(SubmitRequest, request);
  if (preparedTransaction === undefined) {
    throw invalidArgument('a prepared transaction is required');
  }
  if (preparedTransaction.signature.length === 0) {
    throw invalidArgument('prepared transaction must be signed');
  }
  const channel = channels.get(channelId);
  if (channel === undefined) throw failedPrecondition(unknownChannelText(channelId));
  const { ordererEndpoints, consensusType } = channel.bundle;
  if (ordererEndpoints.length === 0)
    throw new CallError(status.UNAVAILABLE, 'no orderer nodes available');
  const answer = channel.ordering.broadcast(preparedTransaction);
  if (consensusType === 'BFT') requireQuorum(channel, answer);
  else requireAccepted(answer);
  return Promise.resolve(encode(SubmitResponse, {}));
}

const words = ({ status: name, info }: BroadcastAnswer): string =>
  `received unsuccessful response from orderer: status=${name}, info=${info}`;

/** One orderer after the other is asked, and each gives the same answer here. What is the client's fault is final. */
function requireAccepted(answer: BroadcastAnswer): void {
  if (answer.status === 'SUCCESS') return;
  if (answer.status !== 'SERVICE_UNAVAILABLE') throw new CallError(status.ABORTED, words(answer));
  throw new CallError(status.UNAVAILABLE, 'no orderers could successfully process transaction');
}

/** On a BFT channel every orderer is asked, and a quorum has to take the transaction, or have it already. */
function requireQuorum({ bundle, ordering }: Channel, answer: BroadcastAnswer): void {
  const endpoints = bundle.ordererEndpoints;
  const joined = new Set([...ordering.nodes].map(({ signer }) => signer.mspId));
  const failed = isTaken(answer) ? endpoints.filter(({ mspId }) => !joined.has(mspId)) : endpoints;
  if (endpoints.length - failed.length >= bftQuorum(endpoints.length)) return;
  const details = failed.map((endpoint) => ({
    ...endpoint,
    message: words(joined.has(endpoint.mspId) ? answer : notJoined),
  }));
  throw new CallError(
    status.UNAVAILABLE,
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    details,
  );
}

const isTaken = ({ status: name, info }: BroadcastAnswer): boolean =>
  name === 'SUCCESS' || info === ALREADY_THERE;

const notJoined: BroadcastAnswer = { status: 'BAD_REQUEST', info: 'channel does not exist' };
