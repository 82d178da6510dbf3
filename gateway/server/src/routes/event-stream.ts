import type { ServerResponse } from 'node:http';
import type { LedgerEventEntry, Place } from '../indexer/reads.js';
import type { Organisation } from '../organisation/organisation.js';

const batch = 100;

/** One client's stream. It reads from the database in order, so a slow client misses nothing and holds up nobody. */
export class EventStream {
  readonly #ended = new AbortController();
  #wake: () => void = () => undefined;

  constructor(
    private readonly organisation: Organisation,
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
    const stopListening = this.organisation.onBlock(() => {
      this.#wake();
    });
    this.response.writeHead(200);
    await this.#write('retry: 1000\n\n');
    try {
      while (!this.#ended.signal.aborted) {
        // The wait begins before the reading, so that a block in between is not slept through.
        const more = this.#somethingNew();
        const events = await this.organisation.reads.events(after, batch);
        for (const event of events) await this.#write(messageOf(event));
        after = events.at(-1) ?? after;
        if (events.length === 0 && !(await more)) await this.#write(': nothing new\n\n');
      }
    } finally {
      stopListening();
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
    await new Promise<void>((resolve) => {
      this.response.once('drain', resolve);
      this.response.once('close', resolve);
    });
  }
}

function messageOf({ block, index, time, transactionId, changes }: LedgerEventEntry): string {
  const id = `${block}.${index}`;
  return `id: ${id}\nevent: ledger\ndata: ${JSON.stringify({ id, time, transactionId, changes })}\n\n`;
}
