import type { RangeRead } from './range-read.js';
import type { StateTable } from './state-table.js';

/** A peer hands out results by the hundred, and has fetched one more to know whether there is more. */
const batchSize = 100;

/** A result as the shim gives it to a chaincode. */
export interface Result {
  readonly key: string;
  readonly value: Buffer;
}

/** A range query while it runs: what has been fetched of it is what it has read. */
export class Query {
  readonly #keys: readonly string[];
  #batches = 0;

  constructor(
    private readonly table: StateTable,
    private readonly start: string,
    private readonly end: string,
  ) {
    this.#keys = table.keys(start, end);
  }

  /** The next hundred results. */
  batch(): readonly Result[] {
    const from = this.#batches * batchSize;
    this.#batches += 1;
    return this.#keys.slice(from, from + batchSize).flatMap((key) => this.#result(key) ?? []);
  }

  get hasMore(): boolean {
    return this.#keys.length > this.#batches * batchSize;
  }

  /** What a commit will compare. */
  read(): RangeRead {
    const exhausted = !this.hasMore;
    const fetched = exhausted ? this.#keys : this.#keys.slice(0, this.#batches * batchSize + 1);
    const end = exhausted ? this.end : (fetched.at(-1) ?? '');
    return { start: this.start, end, exhausted, found: versions(fetched, this.table) };
  }

  /**
   * One page, whole, with the key that the next one begins at. It counts as the whole range, as on a
   * peer: committed where more keys exist, it is a phantom read.
   */
  page(size: number): { results: readonly Result[]; bookmark: string; read: RangeRead } {
    const keys = this.#keys.slice(0, size);
    return {
      results: keys.flatMap((key) => this.#result(key) ?? []),
      bookmark: this.#keys[size] ?? '',
      read: {
        start: this.start,
        end: this.end,
        exhausted: true,
        found: versions(keys, this.table),
      },
    };
  }

  #result(key: string): Result | undefined {
    const entry = this.table.get(key);
    return entry && { key, value: Buffer.from(entry.value) };
  }
}

function versions(keys: readonly string[], table: StateTable): RangeRead['found'] {
  return keys.map((key) => ({ key, version: table.get(key)?.version }));
}
