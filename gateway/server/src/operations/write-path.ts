import { ulid } from 'ulid';
import { ProblemError } from '../http/problem.js';
import type { Checkpoint } from './checkpoints.js';
import type { Transient } from './confidential.js';
import type { Driver } from './driver.js';
import { isFinal, type Operation } from './operation.js';
import { fingerprint, ledgerRequestId } from './request-identity.js';
import type { OperationStore } from './store.js';
import { problemOf } from './answer.js';

export interface WriteRequest {
  readonly channel: string;
  readonly person: string;
  readonly idempotencyKey: string;
  /** The chaincode's function: `credit:Issue`. */
  readonly function: string;
  /** What the document that it acts on is called. */
  readonly parts: readonly string[];
  readonly command: string;
  /** The version of the document that it is for, by If-Match. */
  readonly expectedVersion?: number;
  /** What is never written down. */
  readonly transient?: Transient;
  readonly httpRequestId: string;
  readonly waitMilliseconds: number;
}

export interface WriteAnswer {
  readonly operation: Operation;
  /** The operation was already there, under the same key. */
  readonly replayed: boolean;
}

/** What brings the operations of one channel to their end. */
export interface ChannelWrites {
  readonly store: OperationStore;
  readonly driver: Driver;
  /** Whether blocks tell outcomes at all. */
  readonly canFollow: () => boolean;
}

export interface WritePathPorts {
  readonly msp: string;
  /** By the channel's name. */
  readonly channels: ReadonlyMap<string, ChannelWrites>;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  /** How many requests may be on their way: proposed, submitted, awaiting their block. */
  readonly maximumInFlight: number;
  /** How many operations may wait for an outcome that stays away. */
  readonly maximumUnknown: number;
  readonly onFailure: (id: string, error: unknown) => void;
}

/** Takes requests in, exactly once per idempotency key, and lets the driver bring them to their end. */
export class WritePath {
  readonly #running = new Map<string, Promise<Operation>>();
  /** Those of them whose outcome has stayed away: they wait, and hold no request up. */
  readonly #unknown = new Set<string>();
  /** Requests that are being taken in. */
  #entering = 0;

  constructor(private readonly ports: WritePathPorts) {}

  get inFlight(): number {
    return this.#running.size - this.#unknown.size;
  }

  get unknown(): number {
    return this.#unknown.size;
  }

  /** Refuses: READ_MODEL_STOPPED, OVERLOADED, IDEMPOTENCY_KEY_REUSED. */
  async submit(request: WriteRequest): Promise<WriteAnswer> {
    this.#requireRoom(request.channel);
    this.#entering += 1;
    const { operation, replayed, isFinished } = await this.#takeIn(request).finally(() => {
      this.#entering -= 1;
    });
    if (isFinished) return { operation, replayed };
    return { operation: await this.#waitFor(operation, request), replayed };
  }

  #requireRoom(channel: string): void {
    const { maximumInFlight, maximumUnknown } = this.ports;
    if (!this.#of(channel).canFollow()) throw new ProblemError('READ_MODEL_STOPPED', {}, 5);
    const isFull = this.inFlight + this.#entering >= maximumInFlight;
    if (isFull || this.unknown >= maximumUnknown) throw new ProblemError('OVERLOADED', {}, 1);
  }

  async #takeIn(request: WriteRequest): Promise<WriteAnswer & { readonly isFinished: boolean }> {
    const { operation, isNew } = await this.#receive(request);
    if (isNew) {
      await this.ports.checkpoint('received');
    } else if (!isSame(operation, request)) {
      throw new ProblemError('IDEMPOTENCY_KEY_REUSED', { operation: operation.id });
    }
    const { store } = this.#of(request.channel);
    const again = !isNew && mayBeTakenUp(operation) && (await store.reopen(operation.id));
    if (again) return { operation: reopened(operation), replayed: false, isFinished: false };
    return { operation, replayed: !isNew, isFinished: isFinal(operation.state) };
  }

  /** Bring everything that an earlier process left unfinished on a channel to its end, in the background. */
  async recover(channel: string): Promise<number> {
    const unfinished = await this.#of(channel).store.unfinished(channel);
    for (const operation of unfinished) void this.#run(operation, undefined);
    return unfinished.length;
  }

  /** Resolves when nothing is in flight any more, for an orderly stop. An unknown outcome is not waited for. */
  async drained(): Promise<void> {
    const inFlight = [...this.#running].filter(([id]) => !this.#unknown.has(id));
    await Promise.allSettled(inFlight.map(([, running]) => running));
  }

  #receive(request: WriteRequest): ReturnType<OperationStore['receive']> {
    const { waitMilliseconds: _wait, transient: _transient, ...asked } = request;
    const { channel, person, idempotencyKey: key } = request;
    const now = this.ports.now();
    return this.#of(channel).store.receive({
      ...asked,
      id: `op_${ulid(now.getTime())}`,
      fingerprint: fingerprint(request),
      ledgerRequestId: ledgerRequestId({ msp: this.ports.msp, person, key }),
      receivedAt: now.toISOString(),
    });
  }

  async #waitFor(
    operation: Operation,
    { waitMilliseconds: milliseconds, transient }: WriteRequest,
  ): Promise<Operation> {
    const running = this.#run(operation, transient);
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      late.resolve(undefined);
    }, milliseconds);
    const end = await Promise.race([running, late.promise]).finally(() => {
      clearTimeout(timer);
    });
    const { store } = this.#of(operation.channel);
    return end ?? (await store.find(operation.id)) ?? operation;
  }

  #run(operation: Operation, transient: Transient | undefined): Promise<Operation> {
    const existing = this.#running.get(operation.id);
    if (existing !== undefined) return existing;
    const running = this.#of(operation.channel).driver.drive(operation, {
      onUnknown: () => {
        this.#unknown.add(operation.id);
      },
      transient,
    });
    this.#running.set(operation.id, running);
    running
      .catch((error: unknown) => {
        this.ports.onFailure(operation.id, error);
      })
      .finally(() => {
        this.#running.delete(operation.id);
        this.#unknown.delete(operation.id);
      });
    return running;
  }

  #of(channel: string): ChannelWrites {
    const found = this.ports.channels.get(channel);
    if (found === undefined) throw new Error(`${this.ports.msp} is not on ${channel}.`);
    return found;
  }
}

// A key belongs to a person, whatever channel it was used on.
function isSame(operation: Operation, request: WriteRequest): boolean {
  const { channel, expectedVersion } = request;
  const isAlike = operation.channel === channel && operation.expectedVersion === expectedVersion;
  return isAlike && operation.fingerprint === fingerprint(request);
}

// A refusal for want of a reachable network binds nobody: with the same key the request is taken up again.
function mayBeTakenUp(operation: Operation): boolean {
  return operation.state === 'refused' && problemOf(operation)?.retryable === true;
}

function reopened(operation: Operation): Operation {
  const { problem: _problem, finishedAt: _finishedAt, ...rest } = operation;
  return { ...rest, state: 'received', attempts: 0 };
}
