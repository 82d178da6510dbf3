import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { LedgerEventEntry, Place } from '../indexer/reads.js';
import type { SharedEvents } from '../indexer/shared-events.js';

/** Where events come from, and who says that there may be more. */
export interface EventSource {
  readonly events: Pick<SharedEvents, 'after'>;
  onBlock(listener: () => void): () => void;
}

const batch = 100;
const stalledHeartbeats = 4;

/** One client's stream. It reads from the database in order and no further than the client takes it, so that a slow
 *  client misses nothing and holds up nobody; one that takes nothing at all is cut off, and can resume. */
export class EventStream {
  readonly #ended = new AbortController();
  #wake: () => void = () => undefined;

  constructor(
    private readonly source: EventSource,
    private readonly response: ServerResponse,
    private readonly heartbeatMilliseconds: number,
  ) {
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

  async run(start: Place): Promise<void> {
    let after = start;
    const stopListening = this.source.onBlock(() => {
      this.#wake();
    });
    this.response.writeHead(200);
    await this.#write('retry: 1000\n\n');
    try {
      while (!this.#ended.signal.aborted) {
        // The wait begins before the reading, so that a block in between is not slept through.
        const more = this.#somethingNew();
        const events = await this.source.events.after(after, batch);
        for (const event of events) await this.#write(messageOf(event));
        after = events.at(-1) ?? after;
        if (events.length > 0) this.#wake();
        else if (!(await more)) await this.#write(': nothing new\n\n');
      }
    } finally {
      stopListening();
      this.#wake();
      this.response.end();
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

function messageOf({ block, index, time, transactionId, changes }: LedgerEventEntry): string {
  const id = `${block}.${index}`;
  return `id: ${id}\nevent: ledger\ndata: ${JSON.stringify({ id, time, transactionId, changes })}\n\n`;
}
