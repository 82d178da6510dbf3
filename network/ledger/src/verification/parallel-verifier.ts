import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { verifySignature, verifySignatureAsync } from '@argosy/protocol/crypto';
import { outcome } from './packed-checks.js';
import type { Check } from './packed-checks.js';
import { SignatureThread, workerFile } from './signature-thread.js';

export interface ParallelVerifierOptions {
  /** How many threads; as many as there are cores if left out. */
  readonly threads?: number;
  /** What the threads run, for tests. */
  readonly file?: URL;
}

/** Fewer than this are verified as soon on Node's own thread pool: handing a part over costs as much as verifying one or two. */
const SMALLEST_PART = 16;

/** With larger ones a thread would have nothing to do while another has much. */
const LARGEST_PART = 128;

interface Batch {
  readonly checks: readonly Check[];
  readonly resolve: (outcomes: readonly boolean[] | Promise<readonly boolean[]>) => void;
}

/**
 * Verifies many signatures on threads of its own. Batches that come together are handed over together. Where no thread is left to
 * do it, Node's thread pool does.
 */
export class ParallelVerifier {
  readonly #threads = new Set<SignatureThread>();
  #gathered: Batch[] = [];

  /** Starts the threads. Without the built worker file there are none. */
  constructor({
    threads = availableParallelism(),
    file = workerFile,
  }: ParallelVerifierOptions = {}) {
    if (!existsSync(file)) return;
    for (let i = 0; i < threads; i++) {
      const thread: SignatureThread = new SignatureThread(file, () => this.#threads.delete(thread));
      this.#threads.add(thread);
    }
  }

  /** How many threads are at work. */
  get threads(): number {
    return this.#threads.size;
  }

  /** Whether each signature holds, in order. */
  verifyBatch(checks: readonly Check[]): Promise<readonly boolean[]> {
    return new Promise((resolve) => {
      if (this.#gathered.push({ checks, resolve }) === 1) setImmediate(() => this.#handOver());
    });
  }

  /** End the threads. Batches under way are still answered. */
  async close(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.close()));
  }

  #handOver(): void {
    const batches = this.#gathered;
    this.#gathered = [];
    const all = batches.flatMap(({ checks }) => checks);
    const size = this.#partSize(all.length);
    const parts: Promise<readonly boolean[]>[] = [];
    for (let at = 0; at < all.length; at += size)
      parts.push(this.#verifyPart(all.slice(at, at + size)));
    let from = 0;
    for (const { checks, resolve } of batches) {
      const first = Math.floor(from / size);
      const skipped = from - first * size;
      from += checks.length;
      const own = Promise.all(parts.slice(first, Math.ceil(from / size)));
      resolve(own.then((found) => found.flat().slice(skipped, skipped + checks.length)));
    }
  }

  /** Parts for all threads, but neither small nor large ones. */
  #partSize(count: number): number {
    const even = Math.ceil(count / Math.max(1, this.threads));
    return Math.min(LARGEST_PART, Math.max(SMALLEST_PART, even));
  }

  async #verifyPart(checks: readonly Check[]): Promise<readonly boolean[]> {
    const [idlest] = [...this.#threads].sort((a, b) => a.waiting - b.waiting);
    if (idlest === undefined || checks.length < SMALLEST_PART) return verifyOnPool(checks);
    try {
      const outcomes = await idlest.verify(checks);
      return checks.map((check, i) => settle(check, outcomes[i]));
    } catch {
      return verifyOnPool(checks);
    }
  }
}

function settle({ key, message, signature }: Check, told: number | undefined): boolean {
  if (told === outcome.holds || told === outcome.broken) return told === outcome.holds;
  return verifySignature(key, message, signature);
}

function verifyOnPool(checks: readonly Check[]): Promise<boolean[]> {
  return Promise.all(
    checks.map(({ key, message, signature }) => verifySignatureAsync(key, message, signature)),
  );
}
