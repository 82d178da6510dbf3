import { sha256, verifySignature, verifySignatureAsync } from './crypto.js';
import type { VerificationKey } from './verification-key.js';

/** One signature to be checked. `signer` tells identities apart: the same key under two names is two signers. */
export interface SignatureCheck {
  readonly signer: string;
  readonly key: VerificationKey;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Verifies many signatures at once, each on its own: the answers are in the order of the checks. */
export type VerifyBatch = (checks: readonly SignatureCheck[]) => Promise<readonly boolean[]>;

const GENERATION = 10_000;

/** Fewer than this are verified sooner one after the other than by waking threads. */
const WORTH_THREADS = 5;

export interface SignatureChecksOptions {
  /** What `prepare` verifies with; the process's own thread pool if left out. */
  readonly verifyBatch?: VerifyBatch;
  /**
   * Whether a signature is recognised in other bytes than those that it was verified in, as an envelope is when it comes back in a
   * block. That takes a hash of every message: who reads a chain that is there already has no use for it.
   */
  readonly recognise?: boolean;
}

interface Outcome {
  readonly check: SignatureCheck;
  readonly holds: boolean;
}

/**
 * Verifies signatures and remembers the outcome, good or bad. The same envelope is verified when it is admitted and when its
 * block is validated, and an endorsement by whoever collects it and by every peer: once is enough for one process.
 */
export class SignatureChecks {
  #young = new Map<string, boolean>();
  #old = new Map<string, boolean>();
  /** Outcomes by the signature as an object: as long as somebody holds the very same bytes, nothing need be compared. */
  readonly #outcomes = new WeakMap<Uint8Array, Outcome>();
  /** Keys with which this process signs: a signature that it made was verified. */
  readonly #own = new WeakSet<VerificationKey>();
  readonly #verifyBatch: VerifyBatch;
  readonly #recognise: boolean;
  #verified = 0;

  constructor({ verifyBatch = onThreadPool, recognise = true }: SignatureChecksOptions = {}) {
    this.#verifyBatch = verifyBatch;
    this.#recognise = recognise;
  }

  /** How many signatures were verified; what was remembered is not counted again. */
  get verified(): number {
    return this.#verified;
  }

  /** Whether the signature holds. Its bytes and the message's must not change afterwards. */
  holds(check: SignatureCheck): boolean {
    const known = this.#known(check);
    if (known !== undefined) return known;
    this.#verified++;
    return this.#note(check, verifySignature(check.key, check.message, check.signature));
  }

  /**
   * Note a signature that this process has just made with the key's private half: it holds. Only the first of each key is verified,
   * for the halves might not belong together.
   */
  made(check: SignatureCheck): void {
    if (this.#own.has(check.key)) this.#note(check, true);
    else if (this.holds(check)) this.#own.add(check.key);
  }

  /** Verify together what is not yet known, so that `holds` answers at once. */
  async prepare(checks: readonly SignatureCheck[]): Promise<void> {
    const unknown = checks.filter((check) => this.#known(check) === undefined);
    if (unknown.length === 0) return;
    const outcomes = await this.#verifyBatch(unknown);
    unknown.forEach((check, i) => {
      const holds = outcomes[i];
      // What was not answered is verified when it is asked for.
      if (holds === undefined) return;
      this.#verified++;
      this.#note(check, holds);
    });
  }

  #known(check: SignatureCheck): boolean | undefined {
    const same = this.#outcomes.get(check.signature);
    if (same !== undefined && isSame(same.check, check)) return same.holds;
    if (!this.#recognise) return undefined;
    const id = identify(check);
    const holds = this.#young.get(id) ?? this.#old.get(id);
    if (holds !== undefined) this.#outcomes.set(check.signature, { check, holds });
    return holds;
  }

  #note(check: SignatureCheck, holds: boolean): boolean {
    this.#outcomes.set(check.signature, { check, holds });
    if (this.#recognise) this.#remember(identify(check), holds);
    return holds;
  }

  #remember(id: string, holds: boolean): void {
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(id, holds);
  }
}

const isSame = (one: SignatureCheck, other: SignatureCheck): boolean =>
  one.message === other.message && one.signer === other.signer && one.key.hash === other.key.hash;

/** Few are left to be verified when they are asked for. */
const onThreadPool: VerifyBatch = async (checks) =>
  checks.length < WORTH_THREADS
    ? []
    : Promise.all(
        checks.map(({ key, message, signature }) => verifySignatureAsync(key, message, signature)),
      );

/** No signature in use is longer; of longer ones only the hash is remembered. */
const SHORT = 255;

/** All that the outcome depends on: who, what and the signature. */
function identify({ signer, key, message, signature }: SignatureCheck): string {
  const short = signature.length <= SHORT;
  const bytes = short ? Buffer.from(signature) : sha256(signature);
  return `${signer}${key.hash}:${sha256(message).toString('latin1')}${short ? '=' : '#'}${bytes.toString('latin1')}`;
}
