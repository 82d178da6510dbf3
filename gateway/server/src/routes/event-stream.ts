import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { inOrderOfTime } from '../indexer/in-order-of-time.js';
import type { LedgerEventEntry, Place } from '../indexer/reads.js';
import type { SharedEvents } from '../indexer/shared-events.js';
import { beginning, placeText, type EventPlace } from './event-place.js';

/** The events of one channel, and who says that there may be more. */
export interface EventSource {
  readonly name: string;
  readonly events: Pick<SharedEvents, 'after'>;
  onBlock(listener: () => void): () => void;
}

const batch = 100;
const stalledHeartbeats = 4;

/** One client's stream. It reads each channel from the database in order and no further than the client takes it, so that a slow
 *  client misses nothing and holds up nobody; one that takes nothing at all is cut off, and can resume. */
export class EventStream {
  readonly #ended = new AbortController();
  /** The channels of which there may be more. */
  readonly #unread: Set<EventSource>;
  #wake: () => void = () => undefined;

  constructor(
    private readonly sources: readonly EventSource[],
    private readonly response: ServerResponse,
    private readonly heartbeatMilliseconds: number,
  ) {
    this.#unread = new Set(sources);
    response.on('close', () => {
      this.#ended.abort();
      this.#wake();
    });
  }

  end(): void {
    this.response.end();
    this.#ended.abort();
    this.#wake();
  }

  /** Send what comes after a place. Places in channels that the stream does not bring stay in its ids as they are. */
  async run(start: EventPlace): Promise<void> {
    const place = new Map(start);
    const listening = this.sources.map((source) =>
      source.onBlock(() => {
        this.#unread.add(source);
        this.#wake();
      }),
    );
    this.response.writeHead(200);
    await this.#write('retry: 1000\n\n');
    try {
      while (!this.#ended.signal.aborted) {
        // The wait begins before the reading, so that a block in between is not slept through.
        const more = this.#somethingNew();
        await this.#send(place);
        if (this.#unread.size > 0) this.#wake();
        if (!(await more)) await this.#write(': nothing new\n\n');
      }
    } finally {
      for (const stop of listening) stop();
      this.#wake();
      this.response.end();
    }
  }

  async #send(place: Map<string, Place>): Promise<void> {
    const reading = [...this.#unread];
    this.#unread.clear();
    const found = await Promise.all(
      reading.map(async (source) => {
        const { name: channel } = source;
        const events = await source.events.after(place.get(channel) ?? beginning, batch);
        if (events.length === batch) this.#unread.add(source);
        return events.map((event) => ({ channel, ...event }));
      }),
    );
    for (const { channel, ...event } of inOrderOfTime(found)) {
      const { block, index } = event;
      place.set(channel, { block, index });
      await this.#write(messageOf(placeText(place), channel, event));
    }
  }

  #somethingNew(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, this.heartbeatMilliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  async #write(text: string): Promise<void> {
    if (this.#ended.signal.aborted || this.response.write(text)) return;
    const stalled = AbortSignal.timeout(this.heartbeatMilliseconds * stalledHeartbeats);
    const signal = AbortSignal.any([stalled, this.#ended.signal]);
    await once(this.response, 'drain', { signal }).catch(() => {
      // Either the client is gone, or it has taken nothing for long enough to be taken for gone.
      this.response.destroy();
      this.#ended.abort();
    });
  }
}

function messageOf(id: string, channel: string, event: LedgerEventEntry): string {
  const { block, index, time, transactionId, changes } = event;
  const data = { channel, block, index, time, transactionId, changes };
  return `id: ${id}\nevent: ledger\ndata: ${JSON.stringify(data)}\n\n`;
}
