interface Remembered<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}

/** How many bytes of the input are looked at to find where it may stand. */
const SAMPLES = 16;

/**
 * Remembers what was made of byte strings. Finding them again costs a few bytes and one comparison, where a key made of all the
 * bytes would cost ten times as much. Two that look alike at the sampled places displace each other; then both are made anew.
 */
export class BytesCache<T> {
  readonly #entries = new Map<number, Remembered<T>>();

  /** `limit` is the number of byte strings at which everything is forgotten. */
  constructor(private readonly limit: number) {}

  get(bytes: Uint8Array): { readonly value: T } | undefined {
    const found = this.#entries.get(fingerprint(bytes));
    return found !== undefined && Buffer.compare(found.bytes, bytes) === 0 ? found : undefined;
  }

  /** The bytes are copied: a view would keep the whole block in memory. */
  set(bytes: Uint8Array, value: T): void {
    if (this.#entries.size >= this.limit) this.#entries.clear();
    this.#entries.set(fingerprint(bytes), { bytes: new Uint8Array(bytes), value });
  }
}

function fingerprint(bytes: Uint8Array): number {
  const step = Math.max(1, Math.floor(bytes.length / SAMPLES));
  let sum = bytes.length;
  for (let i = bytes.length - 1; i >= 0; i -= step)
    sum = (Math.imul(sum, 31) + (bytes[i] ?? 0)) | 0;
  return sum;
}
