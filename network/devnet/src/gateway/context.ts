import { status } from '@grpc/grpc-js';
import type { Channel } from '../channel.js';
import type { Endorser } from '../endorser/endorser.js';
import { CallError, type CallDetail } from '../grpc/call-error.js';

/** A peer as gateways see it. */
export interface GatewayPeer {
  /** By what it is named to operators. */
  readonly name: string;
  readonly address: string;
  readonly endorser: Endorser;
  /** The channels that it has joined. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Whether it does not serve: the others have noticed, and do not count on it. */
  readonly isAway: boolean;
}

/** What a gateway works with. */
export interface GatewayContext {
  /** The peer that hosts this gateway. */
  readonly home: GatewayPeer;
  /** All peers of the network, the host among them. */
  readonly peers: readonly GatewayPeer[];
  readonly channels: ReadonlyMap<string, Channel>;
  now(): number;
}

export const unknownChannelText = (channelId: string): string =>
  `failed to get config for channel [${channelId}]: could not get last config for channel ${channelId}`;

export const invalidArgument = (message: string): CallError =>
  new CallError(status.INVALID_ARGUMENT, message);

export const failedPrecondition = (message: string): CallError =>
  new CallError(status.FAILED_PRECONDITION, message);

export const detailOf = ({ address, endorser }: GatewayPeer, message: string): CallDetail => ({
  address,
  mspId: endorser.mspId,
  message,
});

/** The peers that are there: the host's organisation first, the host itself at its head, then the others. */
export function inGatewayOrder({ home, peers }: GatewayContext): GatewayPeer[] {
  const own = ({ endorser }: GatewayPeer): boolean => endorser.mspId === home.endorser.mspId;
  const others = peers.filter((peer) => peer !== home && !peer.isAway);
  return [home, ...others.filter(own), ...others.filter((peer) => !own(peer))];
}

/** Whether a peer can execute a chaincode: it has joined the channel, and the chaincode is defined on the channel, approved by the peer's organisation and installed. */
export function offers(
  { endorser, channels }: GatewayPeer,
  chaincodeName: string,
  channel: Channel,
): boolean {
  return channels.has(channel.id) && endorser.has(chaincodeName, channel);
}
