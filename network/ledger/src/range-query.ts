import type { RangeQueryInfo } from '@argosy/protocol/messages/rwset';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { MerkleSummary } from './merkle-summary.js';
import type { StateEntry } from './state.js';
import type { Version } from './version.js';

/** A range query under way: hands out entries and keeps what it handed out, for the check against phantoms. */
export class RangeQuery {
  readonly #iterator: AsyncIterator<readonly [string, StateEntry]>;
  readonly #reads: { key: string; version: Version }[] = [];
  #exhausted = false;

  constructor(
    entries: AsyncIterable<readonly [string, StateEntry]>,
    readonly start: string,
    readonly end: string,
  ) {
    this.#iterator = entries[Symbol.asyncIterator]();
  }

  /** The next entry, or undefined at the end of the range. */
  async next(): Promise<readonly [string, StateEntry] | undefined> {
    if (this.#exhausted) return undefined;
    const result = await this.#iterator.next();
    if (result.done === true) {
      this.#exhausted = true;
      return undefined;
    }
    const [key, { version }] = result.value;
    this.#reads.push({ key, version });
    return result.value;
  }

  /** Let go of what the query holds open; what it handed out stays recorded. */
  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  get identity(): string {
    return JSON.stringify([this.start, this.#recordedEnd, this.#exhausted]);
  }

  /** What the read-write set says of the query: up to 50 reads one by one, more as a Merkle summary. */
  info(): Encodable<Decoded<typeof RangeQueryInfo>> {
    const range = {
      startKey: this.start,
      endKey: this.#recordedEnd,
      itrExhausted: this.#exhausted,
    };
    if (this.#reads.length === 0) return range;
    const summary = new MerkleSummary();
    for (const read of this.#reads) summary.add(read);
    const readsMerkleHashes = summary.finish();
    return readsMerkleHashes === undefined
      ? { ...range, rawReads: { kvReads: this.#reads } }
      : { ...range, readsMerkleHashes };
  }

  /** As asked if the range was read to its end, else the last key that was read. */
  get #recordedEnd(): string {
    return this.#exhausted ? this.end : (this.#reads.at(-1)?.key ?? '');
  }
}
