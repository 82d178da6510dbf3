import type { SeekPosition } from '@argosy/protocol/messages/deliver';
import { SeekInfo } from '@argosy/protocol/messages/deliver';
import {
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { decode, type Decoded } from '@argosy/protocol/wire';
import { readRequest } from '../grpc/read-request.js';
import type { Channel } from '../channel.js';
import type { StatusName } from '../ordering/broadcast-status.js';
import { withinTimeWindow } from '../time-window.js';
import { ReadingSession, type MayRead } from './session.js';

type Position = Decoded<typeof SeekPosition>;

/** What a client wants delivered. */
export interface Seek {
  readonly channel: Channel;
  readonly first: bigint;
  readonly last: bigint;
  /** End with NOT_FOUND instead of waiting for a block that is not there yet. */
  readonly failIfNotReady: boolean;
  /** Leave the transactions out (`HEADER_WITH_SIG`). */
  readonly headerOnly: boolean;
  /** The client's right to read, which may end while blocks are sent. */
  readonly session: ReadingSession;
}

/** A request that is answered with a status at once. */
export class SeekRefused extends Error {
  override readonly name = 'SeekRefused';

  constructor(readonly status: StatusName) {
    super(status);
  }
}

const FAIL_IF_NOT_READY = 1;
const HEADER_WITH_SIG = 1;
const BEST_EFFORT = 1;

/** What a seek is judged by. */
export interface SeekContext {
  /** The channel, if whoever is asked has joined it. */
  readonly channel: (channelId: string) => Channel | undefined;
  readonly now: number;
  readonly mayRead: MayRead;
  /** Whether whoever delivers the channel is in order; clients can ask for what there is all the same. */
  readonly isSound: (channel: Channel) => boolean;
  /** Whether the clients' envelopes must name the certificates of their connections (mutual TLS). */
  readonly bound: boolean;
  /** SHA-256 of the certificate with which the client connected. */
  readonly certificateHash: Uint8Array | undefined;
}

/** Read a seek envelope, with the checks and in the order of a peer. Throws SeekRefused. */
export function readSeek(request: Uint8Array, context: SeekContext): Seek {
  const { envelope, channelHeader, creator, data } = readEnvelope(request);
  if (!withinTimeWindow(channelHeader.timestamp, context.now)) throw new SeekRefused('BAD_REQUEST');
  if (!isBound(channelHeader.tlsCertHash, context)) throw new SeekRefused('BAD_REQUEST');
  const channel = context.channel(channelHeader.channelId);
  if (channel === undefined) throw new SeekRefused('NOT_FOUND');
  const info = readOr(() => decode(SeekInfo, data), 'BAD_REQUEST');
  if (info.errorResponse !== BEST_EFFORT && !context.isSound(channel))
    throw new SeekRefused('SERVICE_UNAVAILABLE');
  const signed = { message: envelope.payload, identity: creator, signature: envelope.signature };
  const session = new ReadingSession(channel, signed, context.mayRead);
  if (!session.holds(context.now)) throw new SeekRefused('FORBIDDEN');
  return {
    channel,
    ...range(info, channel.ledger.height),
    failIfNotReady: info.behavior === FAIL_IF_NOT_READY,
    headerOnly: info.contentType === HEADER_WITH_SIG,
    session,
  };
}

function isBound(claimed: Uint8Array, { bound, certificateHash }: SeekContext): boolean {
  if (!bound) return true;
  if (claimed.length === 0 || certificateHash === undefined) return false;
  return Buffer.compare(claimed, certificateHash) === 0;
}

function readEnvelope(request: Uint8Array): {
  readonly envelope: Decoded<typeof Envelope>;
  readonly channelHeader: Decoded<typeof ChannelHeader>;
  readonly creator: Uint8Array;
  readonly data: Uint8Array;
} {
  const envelope = readRequest(Envelope, request);
  return readOr(() => {
    const { header, data } = decode(Payload, envelope.payload);
    if (header === undefined) throw new SeekRefused('BAD_REQUEST');
    const channelHeader = decode(ChannelHeader, header.channelHeader);
    const { creator } = decode(SignatureHeader, header.signatureHeader);
    return { envelope, channelHeader, creator, data };
  }, 'BAD_REQUEST');
}

function readOr<T>(read: () => T, status: StatusName): T {
  try {
    return read();
  } catch {
    throw new SeekRefused(status);
  }
}

function range(
  { start, stop }: Decoded<typeof SeekInfo>,
  height: bigint,
): { readonly first: bigint; readonly last: bigint } {
  if (start === undefined || stop === undefined) throw new SeekRefused('BAD_REQUEST');
  const first = firstNumber(start, height);
  const last = lastNumber(stop, first, height);
  // A start beyond the next block is not waited for, whatever the behaviour asked for.
  if (first === undefined || first > height) throw new SeekRefused('NOT_FOUND');
  if (stop.specified !== undefined && last < first) throw new SeekRefused('BAD_REQUEST');
  return { first, last };
}

function firstNumber(start: Position, height: bigint): bigint | undefined {
  if (start.oldest !== undefined) return 0n;
  if (start.newest !== undefined) return height - 1n;
  if (start.nextCommit !== undefined) return height;
  return start.specified?.number;
}

/** Where a peer stops. It does not know a stop at the next commit: it then compares with block 0, and so never stops. */
function lastNumber(stop: Position, first: bigint | undefined, height: bigint): bigint {
  if (stop.specified !== undefined) return stop.specified.number;
  if (stop.newest !== undefined) return height - 1n;
  if (stop.oldest !== undefined) return first ?? 0n;
  return 0n;
}
