import { SerializedIdentity } from './messages/msp.js';
import type { Identity, Msp } from './msp.js';
import { decode } from './wire.js';

const CACHE_LIMIT = 10_000;
/** Larger creators than any certificate in use are read anew each time: the cache must not be filled with rubbish. */
const CACHEABLE_BYTES = 8192;

/** The MSPs of a channel: turns the creator bytes of a header into an identity, once per distinct creator. */
export class MspManager {
  readonly #msps: ReadonlyMap<string, Msp>;
  readonly #cache = new Map<string, Identity | undefined>();

  constructor(msps: Iterable<Msp>) {
    this.#msps = new Map([...msps].map((msp) => [msp.id, msp]));
  }

  get mspIds(): readonly string[] {
    return [...this.#msps.keys()];
  }

  /** The identity behind serialized bytes. Undefined for an unknown MSP or what is not a certificate. */
  identity(serialized: Uint8Array): Identity | undefined {
    if (serialized.length > CACHEABLE_BYTES) return this.#read(serialized);
    const key = Buffer.from(serialized.buffer, serialized.byteOffset, serialized.length).toString(
      'latin1',
    );
    if (this.#cache.has(key)) return this.#cache.get(key);
    const identity = this.#read(serialized);
    if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear();
    this.#cache.set(key, identity);
    return identity;
  }

  #read(serialized: Uint8Array): Identity | undefined {
    try {
      const { mspid, idBytes } = decode(SerializedIdentity, serialized);
      return this.#msps.get(mspid)?.identity(idBytes);
    } catch {
      return undefined;
    }
  }
}
