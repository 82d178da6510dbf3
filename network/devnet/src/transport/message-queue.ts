import { clientGone, type Outgoing } from '../grpc/outgoing.js';

/** How many messages wait for a client that does not take them. */
const AHEAD = 16;

/** The messages of a call from the one who answers to the one who asked, in memory. */
export class MessageQueue implements Outgoing, AsyncIterableIterator<Buffer, undefined> {
  readonly clientCertificate = undefined;
  private readonly controller = new AbortController();
  private readonly waiting: Buffer[] = [];
  private readonly wakers = new Set<() => void>();
  private ended = false;
  private failure: Error | undefined;

  get gone(): AbortSignal {
    return this.controller.signal;
  }

  async send(message: Uint8Array): Promise<void> {
    while (this.waiting.length >= AHEAD && !this.gone.aborted) await this.changed();
    if (this.gone.aborted) throw clientGone;
    this.waiting.push(Buffer.from(message));
    this.wake();
  }

  /** No more messages come; with a failure, that is how the call ends. */
  end(failure?: Error): void {
    this.ended = true;
    this.failure = failure;
    this.wake();
  }

  /** The client wants no more. */
  cancel(): void {
    this.controller.abort(clientGone);
    this.end();
  }

  async next(): Promise<IteratorResult<Buffer, undefined>> {
    while (this.waiting.length === 0 && !this.ended) await this.changed();
    const value = this.waiting.shift();
    this.wake();
    if (value !== undefined) return { done: false, value };
    if (this.failure !== undefined) throw this.failure;
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorResult<Buffer, undefined>> {
    this.cancel();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => this.wakers.add(resolve));
  }

  private wake(): void {
    const wakers = [...this.wakers];
    this.wakers.clear();
    for (const wake of wakers) wake();
  }
}
