import { readFileSync } from 'node:fs';
import { Client, Metadata, credentials } from '@grpc/grpc-js';
import type { PeerAddress } from '../engine/engine.js';

const callTimeout = 30_000;
const longestMessage = 100 * 1024 * 1024;

/** What is needed of a peer to call it. */
export type PeerEndpoint = Omit<PeerAddress, 'operations'>;

export type PeerClientOptions = {
  /** What the network takes for the present. */
  readonly now?: () => Date;
  readonly timeoutMilliseconds?: number;
};

/** One connection to a peer, for calls of bytes in and bytes out. */
export class PeerClient {
  readonly address: PeerEndpoint;
  /** With what the peer compares the time of a proposal. */
  readonly now: () => Date;
  readonly #timeout: number;
  readonly #client: Client;

  constructor(address: PeerEndpoint, options: PeerClientOptions = {}) {
    const { now = () => new Date(), timeoutMilliseconds = callTimeout } = options;
    this.address = address;
    this.now = now;
    this.#timeout = timeoutMilliseconds;
    this.#client = new Client(
      address.endpoint,
      credentials.createSsl(readFileSync(address.tlsCa)),
      {
        'grpc.max_receive_message_length': longestMessage,
        'grpc.max_send_message_length': longestMessage,
        // The peer may open its port a moment later; the default waits a whole second before it looks again.
        'grpc.initial_reconnect_backoff_ms': 20,
        'grpc.min_reconnect_backoff_ms': 20,
        'grpc.max_reconnect_backoff_ms': 100,
      },
    );
  }

  call(method: string, request: Buffer): Promise<Buffer> {
    const same = (bytes: Buffer): Buffer => bytes;
    const metadata = new Metadata({ waitForReady: true });
    const options = { deadline: Date.now() + this.#timeout };
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        method,
        same,
        same,
        request,
        metadata,
        options,
        (failure, answer) => {
          if (answer !== undefined && failure === null) resolve(answer);
          else reject(failure ?? new Error(`${method} at ${this.address.name} gave no answer`));
        },
      );
    });
  }

  /** Send one request, and take the answers as they come. Throws when the next one takes longer than a call may. */
  async *stream(method: string, request: Buffer): AsyncGenerator<Buffer, undefined> {
    const same = (bytes: Buffer): Buffer => bytes;
    const metadata = new Metadata({ waitForReady: true });
    const call = this.#client.makeBidiStreamRequest(method, same, same, metadata);
    const giveUp = setTimeout(() => {
      call.destroy(new Error(`${this.address.name} gave no answer for ${this.#timeout} ms`));
    }, this.#timeout);
    call.end(request);
    try {
      for await (const answer of call) {
        giveUp.refresh();
        if (Buffer.isBuffer(answer)) yield answer;
      }
      return undefined;
    } finally {
      clearTimeout(giveUp);
      call.cancel();
    }
  }

  close(): void {
    this.#client.close();
  }
}
