import { status } from '@grpc/grpc-js';
import { SubmitRequest, SubmitResponse } from '@argosy/protocol/messages/gateway';
import { decode, encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { CallError } from '../grpc/call-error.js';
import type { BroadcastAnswer } from '../ordering/broadcast-status.js';
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
  const answer = channel.ordering.broadcast(preparedTransaction);
  if (answer.status !== 'SUCCESS') throw withoutQuorum(channel, answer);
  return Promise.resolve(encode(SubmitResponse, {}));
}

/** On a BFT channel every orderer is asked, and each gives the same answer here. */
function withoutQuorum({ bundle }: Channel, { status: name, info }: BroadcastAnswer): CallError {
  const message = `received unsuccessful response from orderer: status=${name}, info=${info}`;
  const details = bundle.ordererEndpoints.map((endpoint) => ({ ...endpoint, message }));
  return new CallError(
    status.UNAVAILABLE,
    'insufficient number of orderers could successfully process transaction to satisfy quorum requirement',
    details,
  );
}
