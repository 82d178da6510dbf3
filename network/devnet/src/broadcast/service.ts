import { BroadcastResponse } from '@argosy/protocol/messages/deliver';
import { Envelope } from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import type { Channel } from '../channel.js';
import { ordererDeliver } from '../deliver/service.js';
import type { Outgoing } from '../grpc/outgoing.js';
import { readRequest } from '../grpc/read-request.js';
import { duplex, type Service } from '../grpc/service.js';
import { NotAdmitted, readHeaders } from '../ordering/admission.js';
import { answerStatus, type BroadcastAnswer } from '../ordering/broadcast-status.js';
import type { EnvelopeMessage } from '../ordering/admission.js';
import type { OrdererNode } from '../ordering/orderer-node.js';

/** The orderer whose service it is, and where it finds its channels. */
export interface OrdererHost {
  readonly node: OrdererNode;
  /** A channel that the orderer has joined. */
  readonly channel: (channelId: string) => Channel | undefined;
  readonly now: () => number;
  /** Whether clients' envelopes must name the certificates of their connections (mutual TLS). */
  readonly bound: boolean;
  /** Told of each answer, for who counts. */
  readonly answered: (channelId: string, answer: BroadcastAnswer) => void;
}

/** `orderer.AtomicBroadcast` of one orderer. */
export const orderingService = (host: OrdererHost): Service => ({
  name: 'orderer.AtomicBroadcast',
  methods: {
    Broadcast: duplex((requests, out) => broadcast(requests, out, host)),
    Deliver: ordererDeliver({ ...host, name: host.node.name }),
  },
});

/** One answer to each envelope; with the first that is not SUCCESS the stream ends. */
async function broadcast(
  requests: AsyncIterable<Buffer>,
  out: Outgoing,
  host: OrdererHost,
): Promise<void> {
  for await (const request of requests) {
    const { status, info } = answerTo(readRequest(Envelope, request), host);
    await out.send(encode(BroadcastResponse, { status: answerStatus[status], info }));
    if (status !== 'SUCCESS') return;
  }
}

/** The orderer's answer to one envelope. */
export function answerTo(envelope: EnvelopeMessage, host: OrdererHost): BroadcastAnswer {
  try {
    const { channelId } = readHeaders(envelope);
    const channel = host.channel(channelId);
    if (channel === undefined) throw new NotAdmitted('BAD_REQUEST', 'channel does not exist');
    const answer = channel.ordering.broadcast(envelope, host.node);
    host.answered(channelId, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof NotAdmitted)) throw error;
    host.answered('unknown', error.answer);
    return error.answer;
  }
}
