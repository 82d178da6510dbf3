import type { KeyObject } from 'node:crypto';
import { sha256, verifyEcdsa, verifyEcdsaAsync } from './crypto.js';

/** One signature to be checked. `signer` tells identities apart: the same key under two names is two signers. */
export interface SignatureCheck {
  readonly signer: string;
  readonly key: KeyObject;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const GENERATION = 10_000;

/** Fewer than this are verified sooner one after the other than by waking threads. */
const WORTH_THREADS = 5;

/**
 * Verifies signatures and remembers the outcome, good or bad. The same envelope is verified when it is admitted and when its
 * block is validated, and an endorsement by whoever collects it and by every peer: once is enough for one process.
 */
export class SignatureChecks {
  #young = new Map<string, boolean>();
  #old = new Map<string, boolean>();

  /** Whether the signature holds. */
  holds(check: SignatureCheck): boolean {
    const id = identify(check);
    const known = this.#young.get(id) ?? this.#old.get(id);
    if (known !== undefined) return known;
    return this.#remember(id, verifyEcdsa(check.key, check.message, check.signature));
  }

  /** Verify what is not yet known on the thread pool, so that `holds` answers at once. */
  async prepare(checks: readonly SignatureCheck[]): Promise<void> {
    const unknown = new Map<string, SignatureCheck>();
    for (const check of checks) {
      const id = identify(check);
      if (!this.#young.has(id) && !this.#old.has(id)) unknown.set(id, check);
    }
    if (unknown.size < WORTH_THREADS) return;
    await Promise.all(
      [...unknown].map(async ([id, { key, message, signature }]) => {
        this.#remember(id, await verifyEcdsaAsync(key, message, signature));
      }),
    );
  }

  #remember(id: string, holds: boolean): boolean {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(id, holds);
    return holds;
  }
}

/** No signature in use is longer; of longer ones only the hash is remembered. */
const SHORT = 255;

/** All that the outcome depends on: who, what and the signature. */
function identify({ signer, message, signature }: SignatureCheck): string {
  const short = signature.length <= SHORT;
  const bytes = short ? Buffer.from(signature) : sha256(signature);
  return `${signer}${sha256(message).toString('latin1')}${short ? '=' : '#'}${bytes.toString('latin1')}`;
}
