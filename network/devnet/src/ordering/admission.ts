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
import { encode, type Decoded } from '@argosy/protocol/wire';
import { readPart } from '../grpc/read-call.js';
import { isExpired } from '../identity-expiry.js';
import type { BroadcastAnswer, StatusName } from './broadcast-status.js';
import type { Pending } from './pool.js';

export type EnvelopeMessage = Decoded<typeof Envelope>;

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

  /** The same refusal, with words before its own. */
  during(what: string): NotAdmitted {
    return new NotAdmitted(this.status, `${what}: ${this.message}`);
  }
}

export interface Headers {
  readonly channelId: string;
  readonly type: number;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
}

const ORDERER_TRANSACTION = 4;

/** The headers of an envelope. Throws NotAdmitted. */
export function readHeaders({ payload }: EnvelopeMessage): Headers {
  try {
    const { header } = readPart(Payload, payload);
    if (header === undefined) throw new Error('header not set');
    const { channelId, type } = readPart(ChannelHeader, header.channelHeader);
    return { channelId, type, ...readPart(SignatureHeader, header.signatureHeader) };
  } catch (error) {
    const why = reasonOf(error);
    throw new NotAdmitted('BAD_REQUEST', `could not determine channel ID: ${why}`);
  }
}

/** Whether a message is an update of the configuration. Throws NotAdmitted for what only orderers make. */
export function isUpdate({ type }: Headers): boolean {
  if (type === headerType.config)
    throw new NotAdmitted('BAD_REQUEST', 'message is of type that cannot be processed directly');
  if (type === ORDERER_TRANSACTION)
    throw new NotAdmitted('BAD_REQUEST', 'message is of type that is no longer supported');
  return type === headerType.configUpdate;
}

/** By what and when a message is judged. */
export interface Moment {
  readonly bundle: ChannelBundle;
  readonly now: number;
}

/**
 * The filters of an orderer, in its order: size, expiry of the creator, Writers of the channel. Content, transaction id and
 * endorsements are not looked at: the peers judge them. Throws NotAdmitted.
 */
export function filter(
  { payload, signature }: EnvelopeMessage,
  { creator }: Headers,
  { bundle, now }: Moment,
): void {
  refuseOversize(payload.length + signature.length, bundle.batchSize.absoluteMaxBytes);
  const identity = bundle.msps.identity(creator);
  if (identity !== undefined && isExpired(identity, now))
    throw new NotAdmitted('BAD_REQUEST', 'broadcast client identity expired');
  const signed = { message: payload, identity: creator, signature };
  const verdict = bundle.policies.evaluate('/Channel/Writers', [signed]);
  if (!verdict.satisfied)
    throw new NotAdmitted('FORBIDDEN', `${verdict.reason}: permission denied`);
}

/** An ordinary message that passed the filters, as it waits for its block. Throws NotAdmitted. */
export function admit(envelope: EnvelopeMessage, headers: Headers, moment: Moment): Pending {
  filter(envelope, headers, moment);
  // Written anew: fields that nobody knows stay, and come last.
  return {
    bytes: encode(Envelope, envelope),
    id: requestId(headers),
    sequence: moment.bundle.sequence,
  };
}

/** The id by which an ordering service knows a request: the transaction id that its creator and nonce give. */
export const requestId = ({ nonce, creator }: Headers): string =>
  sha256(nonce, creator).toString('hex');

function refuseOversize(size: number, limit: number): void {
  if (size > limit)
    throw new NotAdmitted(
      'BAD_REQUEST',
      `message payload is ${size} bytes and exceeds maximum allowed ${limit} bytes`,
    );
}
