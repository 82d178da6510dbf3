import { BytesCache } from './bytes-cache.js';
import { SerializedIdentity } from './messages/msp.js';
import { satisfies } from './msp/principals.js';
import type { Principal } from './msp/principals.js';
import type { Identity, Msp } from './msp.js';
import { decode } from './wire.js';

const CACHE_LIMIT = 10_000;
/** Larger creators than any certificate in use are read anew each time: the cache must not be filled with rubbish. */
const CACHEABLE_BYTES = 8192;

/** The MSPs of a channel: turns the creator bytes of a header into an identity, once per distinct creator. */
export class MspManager {
  readonly #msps: ReadonlyMap<string, Msp>;
  readonly #cache = new BytesCache<Identity | undefined>(CACHE_LIMIT);

  constructor(msps: Iterable<Msp>) {
    this.#msps = new Map([...msps].map((msp) => [msp.id, msp]));
  }

  get mspIds(): readonly string[] {
    return [...this.#msps.keys()];
  }

  /** Whether an identity of one of the MSPs is what a principal describes. */
  satisfies(identity: Identity, principal: Principal): boolean {
    const msp = this.#msps.get(identity.mspId);
    if (msp === undefined) return false;
    return satisfies(identity, principal, { msp, identify: this.#identify });
  }

  /** The identity behind serialized bytes. Undefined for an unknown MSP or what is not a certificate. */
  identity(serialized: Uint8Array): Identity | undefined {
    if (serialized.length > CACHEABLE_BYTES) return this.#read(serialized);
    const known = this.#cache.get(serialized);
    if (known !== undefined) return known.value;
    const identity = this.#read(serialized);
    this.#cache.set(serialized, identity);
    return identity;
  }

  readonly #identify = (serialized: Uint8Array): Identity | undefined => this.identity(serialized);

  #read(serialized: Uint8Array): Identity | undefined {
    try {
      const { mspid, idBytes } = decode(SerializedIdentity, serialized);
      return this.#msps.get(mspid)?.identity(idBytes);
    } catch {
      return undefined;
    }
  }
}
