import { sha256 } from '@argosy/protocol/crypto';

const TWO_TO_32 = 2 ** 32;

/** Numbers that look random and are the same again for the same seed. */
export class Chance {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** The next number: at least 0, below 1. */
  next(): number {
    const digest = sha256(Buffer.from(`${this.drawn++} ${this.seed}`));
    return digest.readUInt32BE(0) / TWO_TO_32;
  }

  /** The same items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    return items
      .map((item) => ({ item, rank: this.next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ item }) => item);
  }
}
