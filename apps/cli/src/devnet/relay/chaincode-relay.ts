import type { TlsMaterial } from '@argosy/devnet/grpc/endpoint';
import type { Outgoing } from '@argosy/devnet/grpc/outgoing';
import { duplex } from '@argosy/devnet/grpc/service';
import type { Served, Transport } from '@argosy/devnet/transport/transport';
import { ChaincodeID } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { CodeVersions } from './code-versions.js';
import { keyOf } from './process-line.js';
import type { Message, ProcessLine } from './process-line.js';

export type RelayOptions = {
  readonly msp: string;
  readonly address: string;
  readonly tls: TlsMaterial;
  readonly packageId: string;
  readonly versions: CodeVersions;
  readonly transport: Pick<Transport, 'serve'>;
};

/**
 * Stands between an organisation's peer and the processes of its chaincode: for the peer it is the chaincode, on one stream that
 * stays while processes come and go.
 */
export class ChaincodeRelay {
  readonly #options: RelayOptions;
  /** Whoever runs a transaction gets the peer's answers to it. */
  readonly #running = new Map<string, ProcessLine>();
  #parameters: Uint8Array | undefined;
  #served: Served | undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** What the peer has said that it allows; undefined before it came. */
  get parameters(): Uint8Array | undefined {
    return this.#parameters;
  }

  async listen(): Promise<void> {
    const { address, tls, transport } = this.#options;
    const methods = { Connect: duplex((requests, out) => this.#serve(requests, out)) };
    this.#served = await transport.serve(address, tls, [{ name: 'protos.Chaincode', methods }]);
  }

  close(): void {
    this.#served?.close();
  }

  async #serve(requests: AsyncIterable<Buffer>, out: Outgoing): Promise<void> {
    // Messages go out in the order in which they are given; a peer that has gone needs none.
    const send = (bytes: Uint8Array): void => void out.send(bytes).catch(() => undefined);
    const payload = encode(ChaincodeID, { name: this.#options.packageId });
    send(encode(ChaincodeMessage, { type: messageType.REGISTER, payload }));
    try {
      for await (const bytes of requests) this.#take(decode(ChaincodeMessage, bytes), bytes, send);
    } finally {
      for (const line of new Set(this.#running.values())) line.forget();
      this.#running.clear();
    }
  }

  #take(message: Message, bytes: Uint8Array, send: (bytes: Uint8Array) => void): void {
    const { msp, versions } = this.#options;
    const key = keyOf(message);
    switch (message.type) {
      case messageType.REGISTERED:
        return;
      case messageType.READY:
        this.#parameters = message.payload;
        versions.current.lineOf(msp).setParameters(message.payload);
        return;
      case messageType.INIT:
      case messageType.TRANSACTION: {
        const line = versions.of(key).lineOf(msp);
        this.#running.set(key, line);
        line.execute(message, bytes, (answer) => {
          if (!line.isRunning(key)) this.#running.delete(key);
          send(answer);
        });
        return;
      }
      default:
        this.#running.get(key)?.answer(bytes);
    }
  }
}
