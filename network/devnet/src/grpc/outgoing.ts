import type { Writable } from 'node:stream';

/** The answering half of a stream. */
export interface Outgoing {
  /** Write one message; resolves when the client can take the next, rejects when the client has gone. */
  send(message: Uint8Array): Promise<void>;
  /** Aborted as soon as the client has gone. */
  readonly gone: AbortSignal;
  /** DER of the certificate with which the client connected; undefined where the server asked for none. */
  readonly clientCertificate: Buffer | undefined;
}

/** The client went away: nobody is left to be told. One for all: every call ends so, and a stack trace costs time. */
export const clientGone = new Error('the client has gone');

/** Answers over a gRPC call, never further ahead of the client than the stream's buffer. */
export class CallOutgoing implements Outgoing {
  private readonly controller = new AbortController();
  readonly gone: AbortSignal = this.controller.signal;

  constructor(
    private readonly call: Writable,
    readonly clientCertificate: Buffer | undefined,
  ) {
    const leave = (): void => {
      this.controller.abort(clientGone);
    };
    call.on('cancelled', leave);
    call.on('close', leave);
  }

  send(message: Uint8Array): Promise<void> {
    if (this.gone.aborted) return Promise.reject(clientGone);
    return this.call.write(message) ? Promise.resolve() : this.drained();
  }

  private drained(): Promise<void> {
    return new Promise((resolve, reject) => {
      const onDrain = (): void => {
        this.gone.removeEventListener('abort', onGone);
        resolve();
      };
      const onGone = (): void => {
        this.call.off('drain', onDrain);
        reject(clientGone);
      };
      this.call.once('drain', onDrain);
      this.gone.addEventListener('abort', onGone, { once: true });
    });
  }
}
