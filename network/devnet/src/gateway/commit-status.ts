import {
  CommitStatusRequest,
  CommitStatusResponse,
  SignedRequest,
} from '@argosy/protocol/messages/gateway';
import { readCall } from '../grpc/read-call.js';
import { encode } from '@argosy/protocol/wire';
import { invalidArgument, type GatewayContext } from './context.js';
import { permittedChannel, requestIn } from './signed-request.js';

/** `gateway.Gateway/CommitStatus`: where a transaction first stands and with which flag; waits until it is in a block. */
export async function commitStatus(
  bytes: Uint8Array,
  context: GatewayContext,
  gone: AbortSignal,
): Promise<Uint8Array> {
  const signed = readCall(SignedRequest, bytes);
  if (signed.request.length === 0) throw invalidArgument('a commit status request is required');
  const { channelId, transactionId, identity } = requestIn(CommitStatusRequest, signed, 'status');
  if (identity.length === 0) throw invalidArgument('no identity provided');
  if (channelId === '') throw invalidArgument('no channel ID provided');
  if (transactionId === '') throw invalidArgument('transaction ID should not be empty');
  const asked = { resource: 'gateway/CommitStatus', channelId, identity } as const;
  const channel = permittedChannel(context, asked, signed);
  const { code, blockNumber } = await channel.waiters.transaction(transactionId, gone);
  return encode(CommitStatusResponse, { result: code, blockNumber });
}
