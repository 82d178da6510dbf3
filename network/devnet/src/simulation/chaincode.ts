import type { Duplex } from 'node:stream';
import { reasonOf } from '@argosy/protocol/reason';
import { ChaincodeID, ChaincodeInput, Response } from '@argosy/protocol/messages/proposal';
import {
  ChaincodeMessage,
  DelState,
  GetState,
  GetStateByRange,
  KV,
  messageType,
  PutState,
  QueryResponse,
  QueryStateClose,
  QueryStateNext,
} from '@argosy/protocol/messages/shim';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { ChaincodeServer } from '../transport/memory-transport.js';

type Message = Decoded<typeof ChaincodeMessage>;

/** A function of a simulated chaincode. What it throws is the answer's failure. */
export type SimulatedFunction = (stub: Stub, args: readonly string[]) => Promise<string>;

/** Serve a chaincode within the process: it speaks with its peer as one behind a shim does. */
export const chaincodeServer =
  (packageId: string, functions: Readonly<Record<string, SimulatedFunction>>): ChaincodeServer =>
  (stream) => {
    const running = new Map<string, Stub>();
    stream.on('error', () => undefined);
    stream.on('data', (bytes: Buffer) => {
      const message = decode(ChaincodeMessage, bytes);
      const key = `${message.channelId} ${message.txid}`;
      if (message.type === messageType.TRANSACTION || message.type === messageType.INIT) {
        const stub = new Stub(stream, message);
        running.set(key, stub);
        void run(stub, functions).finally(() => running.delete(key));
      } else running.get(key)?.receive(message);
    });
    const payload = encode(ChaincodeID, { name: packageId });
    stream.write(encode(ChaincodeMessage, { type: messageType.REGISTER, payload }));
  };

async function run(
  stub: Stub,
  functions: Readonly<Record<string, SimulatedFunction>>,
): Promise<void> {
  const [name = '', ...args] = stub.args;
  try {
    const invoked = functions[name];
    if (invoked === undefined) throw new Error(`there is no function ${name}`);
    const payload = Buffer.from(await invoked(stub, args));
    stub.complete(encode(Response, { status: 200, payload }));
  } catch (error) {
    stub.complete(encode(Response, { status: 500, message: reasonOf(error) }));
  }
}

/** What a function can ask of the peer, one thing after the other. */
export class Stub {
  readonly args: readonly string[];
  private settle: ((answer: Message) => void) | undefined;

  constructor(
    private readonly stream: Duplex,
    private readonly call: Message,
  ) {
    const { args } = decode(ChaincodeInput, call.payload);
    this.args = args.map((arg) => Buffer.from(arg).toString());
  }

  get txId(): string {
    return this.call.txid;
  }

  async get(key: string, collection = ''): Promise<string> {
    const asked = encode(GetState, { key, collection });
    return Buffer.from(await this.ask(messageType.GET_STATE, asked)).toString();
  }

  async put(key: string, value: string, collection = ''): Promise<void> {
    const asked = encode(PutState, { key, value: Buffer.from(value), collection });
    await this.ask(messageType.PUT_STATE, asked);
  }

  async delete(key: string, collection = ''): Promise<void> {
    await this.ask(messageType.DEL_STATE, encode(DelState, { key, collection }));
  }

  /** The keys from one until before another. */
  async keys(startKey: string, endKey: string): Promise<string[]> {
    const asked = encode(GetStateByRange, { startKey, endKey });
    let page = decode(QueryResponse, await this.ask(messageType.GET_STATE_BY_RANGE, asked));
    const { id } = page;
    const keys = keysIn(page);
    while (page.hasMore) {
      const next = encode(QueryStateNext, { id });
      page = decode(QueryResponse, await this.ask(messageType.QUERY_STATE_NEXT, next));
      keys.push(...keysIn(page));
    }
    await this.ask(messageType.QUERY_STATE_CLOSE, encode(QueryStateClose, { id }));
    return keys;
  }

  /** An answer of the peer. */
  receive(answer: Message): void {
    this.settle?.(answer);
  }

  complete(payload: Uint8Array): void {
    this.send(messageType.COMPLETED, payload);
  }

  private async ask(type: number, payload: Uint8Array): Promise<Uint8Array> {
    const answer = await new Promise<Message>((resolve) => {
      this.settle = resolve;
      this.send(type, payload);
    });
    if (answer.type === messageType.RESPONSE) return answer.payload;
    throw new Error(Buffer.from(answer.payload).toString());
  }

  private send(type: number, payload: Uint8Array): void {
    const { txid, channelId } = this.call;
    // A stream that is gone takes nothing, and nobody waits for it.
    if (this.stream.writable)
      this.stream.write(encode(ChaincodeMessage, { type, payload, txid, channelId }));
  }
}

const keysIn = ({ results }: Decoded<typeof QueryResponse>): string[] =>
  results.map(({ resultBytes }) => decode(KV, resultBytes).key);
