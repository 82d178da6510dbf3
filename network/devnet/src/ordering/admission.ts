import { reasonOf } from '@argosy/protocol/reason';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { sha256 } from '@argosy/protocol/crypto';
import {
  ChannelHeader,
  Envelope,
  headerType,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { isExpired } from '../identity-expiry.js';
import type { BroadcastAnswer, StatusName } from './broadcast-status.js';
import type { Pending } from './pool.js';

type EnvelopeMessage = Decoded<typeof Envelope>;

/** A message that is not taken, with the status and the words of an orderer. */
export class NotAdmitted extends Error {
  override readonly name = 'NotAdmitted';

  constructor(
    readonly status: StatusName,
    info: string,
  ) {
    super(info);
  }

  get answer(): BroadcastAnswer {
    return { status: this.status, info: this.message };
  }
}

/**
 * The filters of an orderer, in its order: readable header, kind of message, size, expiry of the creator, Writers of
 * the channel. Content, transaction id and endorsements are not looked at: the peers judge them.
 */
export function admit(
  { payload, signature }: EnvelopeMessage,
  bundle: ChannelBundle,
  now: number,
): Pending {
  const { type, creator, nonce } = readHeaders(payload);
  refuseOtherTypes(type);
  refuseOversize(payload.length + signature.length, bundle.batchSize.absoluteMaxBytes);
  const identity = bundle.msps.identity(creator);
  if (identity !== undefined && isExpired(identity, now)) {
    throw new NotAdmitted('BAD_REQUEST', 'broadcast client identity expired');
  }
  const signed = { message: payload, identity: creator, signature };
  const verdict = bundle.policies.evaluate('/Channel/Writers', [signed]);
  if (!verdict.satisfied) {
    throw new NotAdmitted('FORBIDDEN', `${verdict.reason}: permission denied`);
  }
  const bytes = encode(Envelope, { payload, signature });
  return { bytes, id: sha256(nonce, creator).toString('hex') };
}

/** The channel that an envelope is for. */
export function channelOf({ payload }: EnvelopeMessage): string {
  return readHeaders(payload).channelId;
}

interface Headers {
  readonly channelId: string;
  readonly type: number;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

function readHeaders(payload: Uint8Array): Headers {
  try {
    const { header } = decode(Payload, payload);
    if (header === undefined) throw new Error('header not set');
    const { channelId, type } = decode(ChannelHeader, header.channelHeader);
    return { channelId, type, ...decode(SignatureHeader, header.signatureHeader) };
  } catch (error) {
    const why = reasonOf(error);
    throw new NotAdmitted('BAD_REQUEST', `could not determine channel ID: ${why}`);
  }
}

const ORDERER_TRANSACTION = 4;

function refuseOtherTypes(type: number): void {
  if (type === headerType.config) {
    throw new NotAdmitted('BAD_REQUEST', 'message is of type that cannot be processed directly');
  }
  if (type === ORDERER_TRANSACTION) {
    throw new NotAdmitted('BAD_REQUEST', 'message is of type that is no longer supported');
  }
  if (type === headerType.configUpdate) {
    throw new NotAdmitted(
      'SERVICE_UNAVAILABLE',
      'configuration updates are not supported by this development network',
    );
  }
}

function refuseOversize(size: number, limit: number): void {
  if (size > limit) {
    throw new NotAdmitted(
      'BAD_REQUEST',
      `message payload is ${size} bytes and exceeds maximum allowed ${limit} bytes`,
    );
  }
}
