import { Worker } from 'node:worker_threads';
import type { VerificationKey } from '@argosy/protocol/verification-key';
import { packChecks } from './packed-checks.js';
import type { Check, VerifyRequest } from './packed-checks.js';

/** The built worker, found alike from `src` and from `dist`. */
export const workerFile = new URL('../../dist/verification/verify-worker.js', import.meta.url);

/** A thread knows no more keys than this at a time. */
const KEY_LIMIT = 10_000;

/** Memory goes to the thread and comes back with the answer; new memory has to be cleared and collected each time. */
const MEMORY_STEP = 64 * 1024;
const LARGEST_KEPT = 1024 * 1024;
const MOST_KEPT = 4;

interface Sent {
  readonly count: number;
  readonly resolve: (outcomes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** One thread that verifies signatures in the order in which it gets them. It does not keep the process alive while it is idle. */
export class SignatureThread {
  readonly #worker: Worker;
  readonly #sent: Sent[] = [];
  /** The keys that the thread knows, under their numbers. */
  readonly #keyNumbers = new Map<VerificationKey, number>();
  readonly #spare: ArrayBuffer[] = [];
  /** Signatures that it was given and has not answered for. */
  #waiting = 0;
  #ended: Error | undefined;
  #closing = false;

  /** `ended` is called once, when the thread takes nothing more. */
  constructor(
    file: URL,
    ended: () => void,
    private readonly keyLimit = KEY_LIMIT,
  ) {
    this.#worker = new Worker(file);
    this.#worker.unref();
    this.#worker.on('message', (answer: Uint8Array<ArrayBuffer>) => this.#answered(answer));
    const end = (error: Error): void => {
      if (this.#ended !== undefined) return;
      this.#ended = error;
      for (const { reject } of this.#sent.splice(0)) reject(error);
      ended();
    };
    this.#worker.on('error', end);
    this.#worker.on('messageerror', end);
    this.#worker.on('exit', () => end(new Error('the verifying thread ended')));
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** One `outcome` per check. Rejects when the thread ends before it has answered. */
  verify(checks: readonly Check[]): Promise<Uint8Array> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const forget = this.#keyNumbers.size >= this.keyLimit;
    if (forget) this.#keyNumbers.clear();
    const keys: [number, VerificationKey][] = [];
    const packed = packChecks(checks, {
      keyNumber: (key) => this.#numberOf(key, keys),
      memory: (size) => this.#memory(size),
    });
    const request: VerifyRequest = { ...packed, keys, forget };
    return new Promise((resolve, reject) => {
      this.#worker.postMessage(request, [packed.bytes.buffer, packed.layout.buffer]);
      if (this.#sent.length === 0) this.#worker.ref();
      this.#sent.push({ count: checks.length, resolve, reject });
      this.#waiting += checks.length;
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#worker.terminate();
  }

  #answered(answer: Uint8Array<ArrayBuffer>): void {
    const sent = this.#sent.shift();
    if (sent === undefined) return;
    const outcomes = answer.slice(0, sent.count);
    if (this.#spare.length < MOST_KEPT && answer.buffer.byteLength <= LARGEST_KEPT)
      this.#spare.push(answer.buffer);
    this.#waiting -= sent.count;
    // Whoever waits for the end of the thread must live to see it.
    if (this.#sent.length === 0 && !this.#closing) this.#worker.unref();
    sent.resolve(outcomes);
  }

  #memory(size: number): Uint8Array<ArrayBuffer> {
    const spare = this.#spare.pop();
    if (spare !== undefined && spare.byteLength >= size) return new Uint8Array(spare, 0, size);
    return new Uint8Array(new ArrayBuffer(Math.ceil(size / MEMORY_STEP) * MEMORY_STEP), 0, size);
  }

  /** A key goes to the thread once, with the first batch that uses it. */
  #numberOf(key: VerificationKey, added: [number, VerificationKey][]): number {
    const known = this.#keyNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.#keyNumbers.size;
    added.push([number, key]);
    this.#keyNumbers.set(key, number);
    return number;
  }
}
