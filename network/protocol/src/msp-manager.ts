import { BytesCache } from './bytes-cache.js';
import { SerializedIdentity } from './messages/msp.js';
import { satisfies } from './msp/principals.js';
import type { Principal } from './msp/principals.js';
import type { Identity, Msp } from './msp.js';
import { reasonOf } from './reason.js';
import { decode } from './wire.js';

const CACHE_LIMIT = 10_000;
/** Larger creators than any certificate in use are read anew each time: the cache must not be filled with rubbish. */
const CACHEABLE_BYTES = 8192;

/** The MSPs of a channel: turns the creator bytes of a header into an identity, once per distinct creator. */
export class MspManager {
  readonly #msps: ReadonlyMap<string, Msp>;
  readonly #cache = new BytesCache<Identity | undefined>(CACHE_LIMIT);

  /** The manager before, from which identities of MSPs that stayed are taken over as they are asked for. */
  #previous: MspManager | undefined;

  constructor(msps: Iterable<Msp>, previous?: MspManager) {
    this.#msps = new Map([...msps].map((msp) => [msp.id, msp]));
    this.#previous = previous;
    if (previous !== undefined) previous.#release();
  }

  /** Only one manager before is kept: a chain of them would keep all that ever was. */
  #release(): void {
    this.#previous = undefined;
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
    const identity = this.#takeOver(serialized) ?? this.#read(serialized);
    this.#cache.set(serialized, identity);
    return identity;
  }

  /** Why there is no identity behind serialized bytes. Undefined when there is one. */
  refusal(serialized: Uint8Array): string | undefined {
    try {
      const { mspid, idBytes } = decode(SerializedIdentity, serialized);
      const msp = this.#msps.get(mspid);
      return msp === undefined ? `the channel has no MSP ${mspid}` : msp.refusal(idBytes);
    } catch (error) {
      return `the identity cannot be read: ${reasonOf(error)}`;
    }
  }

  readonly #identify = (serialized: Uint8Array): Identity | undefined => this.identity(serialized);

  #takeOver(serialized: Uint8Array): Identity | undefined {
    const previous = this.#previous;
    if (previous === undefined) return undefined;
    const identity = previous.#cache.get(serialized)?.value;
    if (identity === undefined) return undefined;
    const { mspId } = identity;
    return previous.#msps.get(mspId) === this.#msps.get(mspId) ? identity : undefined;
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
