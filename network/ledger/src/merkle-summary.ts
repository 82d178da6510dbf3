import { sha256 } from '@argosy/protocol/crypto';
import { QueryReads } from '@argosy/protocol/messages/rwset';
import type { KVRead, QueryReadsMerkleSummary } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';

type Read = Encodable<Decoded<typeof KVRead>>;
type Summary = Encodable<Decoded<typeof QueryReadsMerkleSummary>>;

/** How many results a range query may record one by one; more are summarised. */
export const MAX_DEGREE = 50;

/** With a smaller degree the levels would never come to an end. */
export const MIN_DEGREE = 2;

/**
 * The summary of a range query's results, as Fabric takes it: every 51 results make a leaf, a level that exceeds 50 hashes is
 * folded into one hash of the next, and at the end the lower levels are folded upward.
 */
export class MerkleSummary {
  readonly #levels = new Map<number, Uint8Array[]>();
  #pending: Read[] = [];
  #top = 1;

  /** Throws RangeError for a degree that folds nothing. */
  constructor(private readonly maxDegree: number = MAX_DEGREE) {
    if (maxDegree < MIN_DEGREE)
      throw new RangeError(`a summary of degree ${maxDegree} folds nothing`);
  }

  add(read: Read): void {
    this.#pending.push(read);
    if (this.#pending.length > this.maxDegree) this.#closeLeaf();
  }

  /** The summary; undefined while there are so few results that they are to be named one by one. */
  finish(): Summary | undefined {
    if (this.#levels.size === 0) return undefined;
    if (this.#pending.length > 0) this.#closeLeaf();
    this.#foldUpward();
    return {
      maxDegree: this.maxDegree,
      maxLevel: this.#top,
      maxLevelHashes: this.#levels.get(this.#top) ?? [],
    };
  }

  #closeLeaf(): void {
    this.#push(1, sha256(encode(QueryReads, { kvReads: this.#pending })));
    this.#pending = [];
  }

  #push(level: number, hash: Uint8Array): void {
    const hashes = this.#levels.get(level) ?? [];
    hashes.push(hash);
    this.#levels.set(level, hashes);
    this.#top = Math.max(this.#top, level);
    if (hashes.length > this.maxDegree) this.#collapse(level);
  }

  #collapse(level: number): void {
    const hashes = this.#levels.get(level) ?? [];
    this.#levels.delete(level);
    this.#push(level + 1, sha256(...hashes));
  }

  #foldUpward(): void {
    for (let level = 1; level < this.#top; level++) {
      const hashes = this.#levels.get(level);
      if (hashes === undefined) continue;
      this.#levels.delete(level);
      const [only] = hashes;
      const folded = hashes.length === 1 && only !== undefined ? only : sha256(...hashes);
      const above = this.#levels.get(level + 1) ?? [];
      above.push(folded);
      this.#levels.set(level + 1, above);
    }
    if ((this.#levels.get(this.#top)?.length ?? 0) > this.maxDegree) this.#collapse(this.#top);
  }
}
