import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { ChaincodeID, Response } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { ServedChaincode } from './served-chaincode.js';

type Message = Decoded<typeof ChaincodeMessage>;
type Peer = ServerDuplexStream<Buffer, Uint8Array>;
type Request = keyof typeof messageType;

/** Who waits for an answer, by the id of the transaction. */
type Waiting = Map<string, (message: Message) => void>;

/** What a peer answers to a request: the payload, or the text of its refusal. */
export type PeerAnswer = { readonly payload: Uint8Array } | { readonly refused: string };

/** A transaction as the chaincode's end of the stream sees it. */
export interface Invoked {
  readonly message: Message;
  /** Ask the peer something, and wait for its answer. */
  ask(type: Request, payload: Uint8Array): Promise<PeerAnswer>;
  /** Send what one likes. */
  send(message: Partial<Message>): void;
}

/** What the chaincode does with a transaction; what it answers becomes the payload of its response. Undefined: it sent its own end. */
export type Script = (invoked: Invoked) => Promise<string | undefined>;

/**
 * A chaincode without a shim: it speaks the protocol between peer and chaincode as it is told, well or badly. All peers reach it at
 * one address.
 */
export class ScriptedChaincode {
  /** The types of all messages that peers sent, stream by stream. */
  readonly received: number[][] = [];
  script: Script = () => Promise.resolve('');
  private readonly server = new Server();

  private constructor(
    /** Its package, to be installed. */
    readonly code: ServedChaincode,
  ) {}

  static async start(label: string): Promise<ScriptedChaincode> {
    const chaincode = new ScriptedChaincode(await ServedChaincode.describe(label));
    await chaincode.#listen();
    return chaincode;
  }

  close(): void {
    this.server.forceShutdown();
  }

  #listen(): Promise<void> {
    const bytes = {
      requestSerialize: (it: Uint8Array): Buffer => Buffer.from(it),
      requestDeserialize: (it: Buffer): Buffer => it,
      responseSerialize: (it: Uint8Array): Buffer => Buffer.from(it),
      responseDeserialize: (it: Buffer): Buffer => it,
    };
    const Connect = {
      path: '/protos.Chaincode/Connect',
      requestStream: true,
      responseStream: true,
      ...bytes,
    };
    this.server.addService(
      { Connect },
      {
        Connect: (peer: Peer) => {
          this.#serve(peer);
        },
      },
    );
    return new Promise((resolve, reject) => {
      this.server.bindAsync(this.code.address, ServerCredentials.createInsecure(), (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }

  #serve(peer: Peer): void {
    const types: number[] = [];
    const waiting: Waiting = new Map();
    this.received.push(types);
    peer.on('error', () => undefined);
    peer.on('end', () => {
      peer.end();
    });
    peer.on('data', (bytes: Buffer) => {
      const message = decode(ChaincodeMessage, bytes);
      types.push(message.type);
      if (message.type === messageType.TRANSACTION) void this.#run(message, peer, waiting);
      else waiting.get(message.txid)?.(message);
    });
    const payload = encode(ChaincodeID, { name: this.code.packageId });
    peer.write(encode(ChaincodeMessage, { type: messageType.REGISTER, payload }));
  }

  async #run(message: Message, peer: Peer, waiting: Waiting): Promise<void> {
    const { txid, channelId } = message;
    const send = (fields: Partial<Message>): void => {
      peer.write(encode(ChaincodeMessage, { txid, channelId, ...fields }));
    };
    const ask = (type: Request, payload: Uint8Array): Promise<PeerAnswer> =>
      new Promise((resolve) => {
        waiting.set(txid, (answer) => {
          const refused = Buffer.from(answer.payload).toString();
          resolve(answer.type === messageType.ERROR ? { refused } : { payload: answer.payload });
        });
        send({ type: messageType[type], payload });
      });
    const result = await this.script({ message, ask, send });
    waiting.delete(txid);
    if (result === undefined) return;
    const response = { status: 200, payload: Buffer.from(result) };
    send({ type: messageType.COMPLETED, payload: encode(Response, response) });
  }
}
