import { sha256 } from '@argosy/protocol/crypto';
import { resourceRefusal, type Resource } from '../access.js';
import type { Channel } from '../channel.js';
import { ChannelClosed } from '../commit-waiters.js';
import { duplex, type Method, type Service } from '../grpc/service.js';
import type { Outgoing } from '../grpc/outgoing.js';
import { privateDataOf } from './private-data.js';
import {
  blockResponse,
  filteredResponse,
  headerResponse,
  orderedResponse,
  privateResponse,
  statusResponse,
} from './responses.js';
import { readSeek, SeekRefused, type Seek } from './seek.js';
import type { MayRead } from './session.js';

/** Whose blocks are delivered, and to whom. */
export interface DeliverHost {
  /** By what the node is named to operators. */
  readonly name: string;
  /** A channel that the node has joined. */
  readonly channel: (channelId: string) => Channel | undefined;
  readonly now: () => number;
  /** Whether clients' envelopes must name the certificates of their connections (mutual TLS). */
  readonly bound: boolean;
}

/** One block as an answer. */
type Render = (seek: Seek, number: bigint) => Uint8Array | Promise<Uint8Array>;

/** One way of delivering: who may read, and how blocks look. */
interface Form {
  readonly mayRead: MayRead;
  readonly isSound: (channel: Channel) => boolean;
  readonly render: Render;
}

/** `protos.Deliver` of a peer: blocks as they are stored, filtered, or with the private data that its organisation has. */
export function deliverService(host: DeliverHost, mspId: string): Service {
  const mayRead =
    (resource: Resource): MayRead =>
    (bundle, signed) =>
      resourceRefusal(bundle, resource, signed) === undefined;
  const isSound = (): boolean => true;
  const blocks = mayRead('event/Block');
  const filtered = mayRead('event/FilteredBlock');
  return {
    name: 'protos.Deliver',
    methods: {
      Deliver: method(host, { mayRead: blocks, isSound, render: storedBlock }),
      DeliverFiltered: method(host, { mayRead: filtered, isSound, render: filteredBlock }),
      DeliverWithPrivateData: method(host, {
        mayRead: blocks,
        isSound,
        render: withPrivateData(mspId),
      }),
    },
  };
}

/** The delivering half of `orderer.AtomicBroadcast`: blocks as they were before peers flagged their transactions. */
export const ordererDeliver = (host: DeliverHost): Method =>
  method(host, {
    mayRead: ({ policies }, signed) => policies.evaluate('/Channel/Readers', [signed]).satisfied,
    isSound: ({ ordering }) => !ordering.isLeaderless,
    render: ({ channel, headerOnly }, number) =>
      orderedResponse(channel.ledger.block(number), headerOnly),
  });

const method = (host: DeliverHost, form: Form): Method =>
  duplex((requests, out) => answerSeeks(requests, out, { host, form }));

const storedBlock: Render = ({ channel, headerOnly }, number) => {
  const bytes = channel.ledger.block(number);
  return headerOnly ? headerResponse(bytes) : blockResponse(bytes);
};

const filteredBlock: Render = ({ channel }, number) =>
  filteredResponse(channel.id, channel.ledger.summary(number));

const withPrivateData =
  (mspId: string): Render =>
  async (seek, number) => {
    const { channel, headerOnly, session } = seek;
    const data = await privateDataOf(channel, number, { mspId, reader: session.identity });
    return privateResponse(channel.ledger.block(number), headerOnly, data);
  };

interface Delivery {
  readonly host: DeliverHost;
  readonly form: Form;
}

/** After SUCCESS the stream waits for the next request; any other status ends it. */
async function answerSeeks(
  requests: AsyncIterable<Buffer>,
  out: Outgoing,
  delivery: Delivery,
): Promise<void> {
  const { channel, bound, now } = delivery.host;
  const { mayRead, isSound } = delivery.form;
  const certificateHash = out.clientCertificate && sha256(out.clientCertificate);
  for await (const request of requests) {
    try {
      const context = { channel, now: now(), mayRead, isSound, bound, certificateHash };
      const seek = readSeek(request, context);
      await deliver(seek, out, delivery);
      await out.send(statusResponse('SUCCESS'));
    } catch (error) {
      if (!(error instanceof SeekRefused)) throw error;
      await out.send(statusResponse(error.status));
      return;
    }
  }
}

async function deliver(seek: Seek, out: Outgoing, { host, form }: Delivery): Promise<void> {
  const { channel, first, last } = seek;
  for (let number = first; ; number++) {
    if (seek.failIfNotReady && number >= channel.ledger.height) throw new SeekRefused('NOT_FOUND');
    await channel.waiters.block(number, out.gone, host.name).catch((error: unknown) => {
      throw error instanceof ChannelClosed ? new SeekRefused('SERVICE_UNAVAILABLE') : error;
    });
    // An orderer may have left the channel meanwhile.
    if (host.channel(channel.id) !== channel) throw new SeekRefused('SERVICE_UNAVAILABLE');
    if (!seek.session.holds(host.now())) throw new SeekRefused('FORBIDDEN');
    await out.send(await form.render(seek, number));
    if (number === last) return;
  }
}
