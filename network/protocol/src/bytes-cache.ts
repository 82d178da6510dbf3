interface Remembered<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** How many bytes are looked at to find where an input may stand: so many of its beginning, and as many of the whole. */
const SAMPLES = 16;

/** So many that look alike at those places are kept beside each other; the next one displaces the oldest. */
const ALIKE = 4;

/**
 * Remembers what was made of byte strings. Finding them again costs a few bytes and one comparison, where a key made of all the
 * bytes would cost ten times as much.
 */
export class BytesCache<T> {
  readonly #entries = new Map<number, Remembered<T>[]>();
  #size = 0;

  /** `limit` is the number of byte strings at which everything is forgotten. */
  constructor(private readonly limit: number) {}

  get(bytes: Uint8Array): { readonly value: T } | undefined {
    return this.#entries
      .get(fingerprint(bytes))
      ?.find((one) => Buffer.compare(one.bytes, bytes) === 0);
  }

  /** For bytes that are not known yet. They are copied: a view would keep the whole block in memory. */
  set(bytes: Uint8Array, value: T): void {
    if (this.#size >= this.limit) {
      this.#entries.clear();
      this.#size = 0;
    }
    const place = fingerprint(bytes);
    const alike = this.#entries.get(place) ?? [];
    this.#entries.set(place, alike);
    if (alike.length >= ALIKE) alike.shift();
    else this.#size++;
    alike.push({ bytes: new Uint8Array(bytes), value });
  }
}

function fingerprint(bytes: Uint8Array): number {
  const { length } = bytes;
  const step = Math.max(1, Math.floor(length / SAMPLES));
  let sum = length;
  for (let i = 0; i < length && i < SAMPLES; i++) sum = mixed(sum, bytes[i]);
  for (let i = length - 1; i >= SAMPLES; i -= step) sum = mixed(sum, bytes[i]);
  return sum;
}

const mixed = (sum: number, byte = 0): number => (Math.imul(sum, 31) + byte) | 0;
