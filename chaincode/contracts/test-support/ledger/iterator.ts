/** Results that come in batches, as a chaincode's iterator takes them. */
export interface Batches<T> {
  readonly hasMore: boolean;
  batch(): readonly T[];
}

type Step<T> = { readonly value: T; readonly done: false } | { readonly done: true };

/**
 * The iterator of the shim: `next` until done, and `close`. After closing, what has been delivered can
 * still be taken, and no more.
 */
export class ResultIterator<T> {
  #results: readonly T[];
  #next = 0;
  #closed = false;

  constructor(
    private readonly batches: Batches<T>,
    private readonly answer: <R>(type: string, act: () => R) => Promise<R>,
  ) {
    this.#results = batches.batch();
  }

  async next(): Promise<Step<T>> {
    if (this.#next === this.#results.length && this.batches.hasMore) await this.#fetch();
    const value = this.#results[this.#next];
    if (value === undefined) return { done: true };
    this.#next += 1;
    return { value, done: false };
  }

  async close(): Promise<void> {
    await this.answer('QUERY_STATE_CLOSE', () => (this.#closed = true));
  }

  async #fetch(): Promise<void> {
    this.#results = await this.answer('QUERY_STATE_NEXT', () => {
      if (this.#closed) throw new Error('query iterator not found');
      return this.batches.batch();
    });
    this.#next = 0;
  }
}

/** Everything at once. */
export function oneBatch<T>(results: readonly T[]): Batches<T> {
  return { hasMore: false, batch: () => results };
}
