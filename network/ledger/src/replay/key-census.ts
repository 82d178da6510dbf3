import { createHash } from 'node:crypto';

const MODULUS = 1n << 128n;

/**
 * Counts keys and sums up their hashes. Two sets of keys with the same census are the same set, in whatever order they came, and
 * neither of them has to be held in memory.
 */
export class KeyCensus {
  #count = 0;
  #sum = 0n;

  add(space: string, key: string): void {
    const hash = createHash('sha256').update(censusKey(space, key)).digest('hex');
    this.#sum = (this.#sum + BigInt(`0x${hash}`)) % MODULUS;
    this.#count++;
  }

  equals(other: KeyCensus): boolean {
    return this.#count === other.#count && this.#sum === other.#sum;
  }
}

/** Both names in one; a length keeps them apart. */
export const censusKey = (space: string, key: string): string => `${space.length}:${space}${key}`;
