import { setTimeout as delay } from 'node:timers/promises';
import type { ChaincodeLink, RawStream } from '@argosy/devnet/transport/transport';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';

export type Message = Decoded<typeof ChaincodeMessage>;

/** Tells whose a message is: the shim and the peer know a transaction by these two. */
export const keyOf = ({ channelId, txid }: Pick<Message, 'channelId' | 'txid'>): string =>
  `${channelId}/${txid}`;

const betweenTries = 25;

/** What a transaction says to whoever asked for it. */
export type Execution = { readonly key: string; readonly answer: (message: Uint8Array) => void };

type Running = Execution & Pick<Message, 'channelId' | 'txid'>;

/**
 * The connection to one process of a chaincode: to it the relay is the peer. It is opened again whenever it is lost; what comes
 * meanwhile waits, and what was running has failed, which the peer is told at once.
 */
export class ProcessLine {
  readonly #link: ChaincodeLink;
  readonly #running = new Map<string, Running>();
  readonly #registered = Promise.withResolvers<undefined>();
  readonly #idle: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #stream: RawStream | undefined;
  /** Ready when the process has registered and knows what the peer allows. */
  #state: 'lost' | 'registered' | 'ready' = 'lost';
  #parameters: Uint8Array | undefined;
  #closed = false;

  constructor(link: ChaincodeLink, parameters: Uint8Array | undefined) {
    this.#link = link;
    this.#parameters = parameters;
    this.#open();
  }

  /** Resolves when the process has said that it is there. */
  get registered(): Promise<unknown> {
    return this.#registered.promise;
  }

  /** What the peer allows a chaincode to do: it comes with the peer's own READY. */
  setParameters(parameters: Uint8Array): void {
    this.#parameters = parameters;
    this.#becomeReady();
  }

  /** Run a transaction; it ends with the process's COMPLETED or ERROR. */
  execute(message: Message, bytes: Uint8Array, answer: Execution['answer']): void {
    const key = keyOf(message);
    const { channelId, txid } = message;
    this.#running.set(key, { key, answer, channelId, txid });
    if (this.#state === 'ready') this.#stream?.write(bytes);
    else this.#waiting.push(() => this.#stream?.write(bytes));
  }

  /** Hand on what the peer answers to a request of a running transaction. */
  answer(bytes: Uint8Array): void {
    this.#stream?.write(bytes);
  }

  isRunning(key: string): boolean {
    return this.#running.has(key);
  }

  /** Nobody waits for these any more. */
  forget(): void {
    this.#running.clear();
    this.#settle();
  }

  /** Resolves when nothing runs. */
  idle(): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    this.#closed = true;
    this.#stream?.cancel();
    this.#link.close();
  }

  #open(): void {
    const stream = this.#link.open();
    this.#stream = stream;
    stream.on('data', (bytes) => this.#take(decode(ChaincodeMessage, bytes), bytes));
    stream.on('error', () => void this.#lost(stream));
    stream.on('end', () => void this.#lost(stream));
  }

  async #lost(stream: RawStream): Promise<void> {
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    if (this.#state === 'ready') this.#failAll();
    this.#state = 'lost';
    await delay(betweenTries);
    if (!this.#closed) this.#open();
  }

  #take(message: Message, bytes: Uint8Array): void {
    if (message.type === messageType.REGISTER) {
      this.#stream?.write(encode(ChaincodeMessage, { type: messageType.REGISTERED }));
      this.#state = 'registered';
      this.#becomeReady();
      this.#registered.resolve(undefined);
      return;
    }
    const key = keyOf(message);
    const running = this.#running.get(key);
    const isEnd = message.type === messageType.COMPLETED || message.type === messageType.ERROR;
    if (isEnd) this.#running.delete(key);
    running?.answer(bytes);
    if (isEnd) this.#settle();
  }

  #becomeReady(): void {
    if (this.#state !== 'registered' || this.#parameters === undefined) return;
    const payload = this.#parameters;
    this.#stream?.write(encode(ChaincodeMessage, { type: messageType.READY, payload }));
    this.#state = 'ready';
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const write of waiting) write();
  }

  #failAll(): void {
    const payload = Buffer.from('the chaincode process ended while it ran the transaction');
    const failed = [...this.#running.values()];
    this.#running.clear();
    for (const { answer, channelId, txid } of failed)
      answer(encode(ChaincodeMessage, { type: messageType.ERROR, payload, txid, channelId }));
    this.#settle();
  }

  #settle(): void {
    if (this.#running.size > 0) return;
    for (const tell of this.#idle.splice(0)) tell();
  }
}
