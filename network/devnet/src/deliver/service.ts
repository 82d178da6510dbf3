import type { Channel } from '../channel.js';
import { duplex, type Service } from '../grpc/service.js';
import type { Outgoing } from '../grpc/outgoing.js';
import { blockResponse, filteredResponse, headerResponse, statusResponse } from './responses.js';
import { readSeek, SeekRefused, type Seek } from './seek.js';

/** One block as an answer. */
type Render = (seek: Seek, number: bigint) => Uint8Array;

/** `protos.Deliver` of a peer: blocks as they are stored, or filtered. */
export function deliverService(channels: ReadonlyMap<string, Channel>, now: () => number): Service {
  const method = (render: Render) =>
    duplex((requests, out) => answerSeeks(requests, out, { channels, now, render }));
  return {
    name: 'protos.Deliver',
    methods: { Deliver: method(storedBlock), DeliverFiltered: method(filteredBlock) },
  };
}

const storedBlock: Render = ({ channel, headerOnly }, number) => {
  const bytes = channel.ledger.block(number);
  return headerOnly ? headerResponse(bytes) : blockResponse(bytes);
};

const filteredBlock: Render = ({ channel }, number) =>
  filteredResponse(channel.id, channel.ledger.summary(number));

interface Delivery {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => number;
  readonly render: Render;
}

/** After SUCCESS the stream waits for the next request; any other status ends it. */
async function answerSeeks(
  requests: AsyncIterable<Buffer>,
  out: Outgoing,
  delivery: Delivery,
): Promise<void> {
  for await (const request of requests) {
    try {
      const seek = readSeek(request, delivery.channels, delivery.now());
      await deliver(seek, out, delivery);
      await out.send(statusResponse('SUCCESS'));
    } catch (error) {
      if (!(error instanceof SeekRefused)) throw error;
      await out.send(statusResponse(error.status));
      return;
    }
  }
}

async function deliver(seek: Seek, out: Outgoing, { now, render }: Delivery): Promise<void> {
  const { channel, first, last } = seek;
  for (let number = first; ; number++) {
    if (seek.failIfNotReady && number >= channel.ledger.height) throw new SeekRefused('NOT_FOUND');
    await channel.waiters.block(number, out.gone);
    if (!seek.mayRead(now())) throw new SeekRefused('FORBIDDEN');
    await out.send(render(seek, number));
    if (number === last) return;
  }
}
