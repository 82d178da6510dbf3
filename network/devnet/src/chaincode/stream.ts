import { reasonOf } from '@argosy/protocol/reason';
import { ChaincodeInput, Response, type SignedProposal } from '@argosy/protocol/messages/proposal';
import { ChaincodeMessage, messageType } from '@argosy/protocol/messages/shim';
import { decode, encode, WireError, type Decoded } from '@argosy/protocol/wire';
import type { Ambient } from '../ambient.js';
import { unreadable } from '../grpc/unreadable.js';
import type { RawStream } from '../transport/transport.js';
import { Invocation, type ChaincodeAnswer, type ExecutionScope } from './invocation.js';
import { answerRequest, isRequest, refusalText, withoutContext } from './requests.js';

type Message = Decoded<typeof ChaincodeMessage>;

/** More requests than this wait for no answer at a time: a chaincode that asks faster is not listened to meanwhile. */
const BACKLOG = 100;

const TERMINATED = 'error sending: chaincode stream terminated';

/** One transaction to execute. */
export interface ChaincodeCall extends ExecutionScope {
  readonly input: Decoded<typeof ChaincodeInput>;
  readonly proposal: Decoded<typeof SignedProposal>;
}

/**
 * The stream to a registered chaincode. Many transactions run on it at once, each by its channel and id.
 *
 * A peer never sends KEEPALIVE here: the Node shim exits on a message type that it does not know.
 */
export class ChaincodeStream {
  private readonly running = new Map<string, Invocation>();
  private ended = false;
  /** Requests that are not answered yet. */
  private waiting = 0;

  constructor(
    private readonly stream: RawStream,
    private readonly ambient: Pick<Ambient, 'schedule'>,
  ) {
    stream.on('drain', () => {
      this.listen();
    });
  }

  /** Execute one transaction. Throws when it takes longer than `timeoutMs` or when the stream ends. */
  execute(call: ChaincodeCall, timeoutMs: number): Promise<ChaincodeAnswer> {
    if (this.ended) return Promise.reject(new Error(TERMINATED));
    const key = runningKey(call.channelId, call.txId);
    if (this.running.has(key)) {
      return Promise.reject(
        new Error(`error sending: txid: ${call.txId}(${call.channelId}) exists`),
      );
    }
    return new Promise((resolve, reject) => {
      const settle = (outcome: ChaincodeAnswer | Error): void => {
        callOff();
        this.running.delete(key);
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      };
      const { channelId, txId } = call;
      const invocation = new Invocation(call, settle);
      const callOff = this.ambient.schedule(timeoutMs, () => {
        invocation.fail('error sending: timeout expired while executing transaction');
        // A chaincode that took no answers in all that time will not begin to: the next call dials anew.
        if (this.stream.isPaused()) this.stream.cancel();
      });
      this.running.set(key, invocation);
      this.write({
        type: call.isInit ? messageType.INIT : messageType.TRANSACTION,
        payload: encode(ChaincodeInput, call.input),
        txid: txId,
        channelId,
        proposal: call.proposal,
      });
    });
  }

  /** Take one message of the chaincode. */
  receive(message: Message): void {
    const { type, txid, channelId } = message;
    if (type === messageType.KEEPALIVE) return;
    const invocation = this.running.get(runningKey(channelId, txid));
    if (type === messageType.COMPLETED) finish(invocation, completed(message));
    else if (type === messageType.ERROR) finish(invocation, failed(message));
    else if (isRequest(type)) this.answer(invocation, message);
    else throw new Error(`message ${type} is unknown`);
  }

  /** The stream has ended: so has everything that ran on it. */
  terminate(): void {
    this.ended = true;
    for (const invocation of [...this.running.values()]) {
      invocation.fail(TERMINATED);
    }
  }

  /** Answer what is asked of an invocation in the order in which it was asked. */
  private answer(invocation: Invocation | undefined, message: Message): void {
    if (invocation === undefined) {
      this.refuse(message, new Error(withoutContext(message.type)));
      return;
    }
    this.waiting++;
    if (this.waiting > BACKLOG) this.stream.pause();
    invocation.inTurn(() => {
      const answered = this.process(invocation, message);
      if (answered === undefined) this.answered();
      return answered?.then(() => {
        this.answered();
      });
    });
  }

  private answered(): void {
    this.waiting--;
    this.listen();
  }

  private listen(): void {
    if (this.waiting <= BACKLOG && !this.stream.writableNeedDrain) this.stream.resume();
  }

  private process(invocation: Invocation, message: Message): Promise<void> | undefined {
    try {
      const result = answerRequest(invocation, message.type, message.payload);
      if (!(result instanceof Promise)) {
        this.respond(message, result);
        return undefined;
      }
      return result.then(
        (payload) => {
          if (this.isRunning(invocation)) this.respond(message, payload);
        },
        (error: unknown) => {
          if (this.isRunning(invocation)) this.refuse(message, error);
        },
      );
    } catch (error) {
      this.refuse(message, error);
      return undefined;
    }
  }

  /** An answer that took its time may come too late. */
  private isRunning(invocation: Invocation): boolean {
    const { channelId, txId } = invocation.scope;
    return this.running.get(runningKey(channelId, txId)) === invocation;
  }

  private respond({ txid, channelId }: Message, payload: Uint8Array): void {
    this.write({ type: messageType.RESPONSE, payload, txid, channelId });
  }

  private refuse({ type, txid, channelId }: Message, error: unknown): void {
    const payload = Buffer.from(refusalText(type, txid, reasonOf(error)));
    this.write({ type: messageType.ERROR, payload, txid, channelId });
  }

  /** A chaincode that asks without taking the answers is not listened to until it takes them. */
  private write(message: Parameters<typeof encode<Message>>[1]): void {
    if (!this.stream.write(encode(ChaincodeMessage, message))) this.stream.pause();
  }
}

const runningKey = (channelId: string, txId: string): string => `${channelId}/${txId}`;

/** A chaincode that does not wait for an answer has asked all the same. */
function finish(invocation: Invocation | undefined, answer: ChaincodeAnswer): void {
  invocation?.inTurn(() => {
    invocation.finish(answer);
    return undefined;
  });
}

function completed({ payload, chaincodeEvent }: Message): ChaincodeAnswer {
  try {
    return { kind: 'completed', response: decode(Response, payload), event: chaincodeEvent };
  } catch (error) {
    if (error instanceof WireError) return { kind: 'unreadable', payload, why: unreadable(error) };
    throw error;
  }
}

const failed = ({ payload }: Message): ChaincodeAnswer => ({
  kind: 'failed',
  text: Buffer.from(payload).toString(),
});
