import type { LedgerEventEntry, Place, Reads } from './reads.js';

/** Reads events once for all who ask for the same: after each block, everybody who follows the channel does. */
export class SharedEvents {
  readonly #reading = new Map<string, Promise<readonly LedgerEventEntry[]>>();

  constructor(
    private readonly reads: Pick<Reads, 'events'>,
    private readonly height: () => bigint,
  ) {}

  /** Events in the order of the ledger, from the one after `after`. */
  after(after: Place, limit: number): Promise<readonly LedgerEventEntry[]> {
    // The height is part of the question: who asks after a block must not get what was read before it.
    const question = `${this.height()} ${after.block}.${after.index} ${limit}`;
    const known = this.#reading.get(question);
    if (known !== undefined) return known;
    const reading = this.reads.events(after, limit).finally(() => {
      this.#reading.delete(question);
    });
    this.#reading.set(question, reading);
    return reading;
  }
}
