import { status } from '@grpc/grpc-js';
import { decode } from '@argosy/protocol/wire';
import type { MessageType } from '@argosy/protocol/wire/schema';
import { resourceRefusal, type Resource } from '../access.js';
import type { Channel } from '../channel.js';
import { CallError } from '../grpc/call-error.js';
import { unreadable } from '../grpc/unreadable.js';
import { invalidArgument, type GatewayContext } from './context.js';

const NAMELESS =
  'Invalid channel ID name during check policy on signed data. Name must be different from nil.';

export interface SignedBytes {
  readonly request: Uint8Array;
  readonly signature: Uint8Array;
}

/** The request that somebody signed. Throws a gateway's words where it cannot be read. */
export function requestIn<T>(type: MessageType<T>, { request }: SignedBytes, what: string): T {
  try {
    return decode(type, request);
  } catch (error) {
    throw invalidArgument(`invalid ${what} request: ${unreadable(error)}`);
  }
}

/** What is asked for, on which channel, and who says that it asks. */
export interface Asked {
  readonly resource: Resource;
  readonly channelId: string;
  readonly identity: Uint8Array;
}

/** The channel, for somebody who may have what he asks of it. */
export function permittedChannel(
  { channels }: GatewayContext,
  { resource, channelId, identity }: Asked,
  { request, signature }: SignedBytes,
): Channel {
  const denied = (why: string): CallError => new CallError(status.PERMISSION_DENIED, why);
  const channel = channels.get(channelId);
  if (channelId === '') throw denied(NAMELESS);
  if (channel === undefined)
    throw denied(`Failed to get policy manager for channel [${channelId}]`);
  const signed = { message: request, identity, signature };
  const refusal = resourceRefusal(channel.bundle, resource, signed);
  if (refusal !== undefined) throw denied(refusal);
  return channel;
}
