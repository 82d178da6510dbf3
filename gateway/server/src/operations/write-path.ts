import { ulid } from 'ulid';
import { ProblemError } from '../http/problem.js';
import type { Checkpoint } from './checkpoints.js';
import type { Driver } from './driver.js';
import { isFinal, type Operation } from './operation.js';
import { fingerprint, ledgerRequestId } from './request-identity.js';
import type { OperationStore } from './store.js';
import { problemOf } from './answer.js';

export interface WriteRequest {
  readonly person: string;
  readonly idempotencyKey: string;
  /** The chaincode's function: `credit:Issue`. */
  readonly function: string;
  /** What the document that it acts on is called. */
  readonly parts: readonly string[];
  readonly command: string;
  readonly httpRequestId: string;
  readonly waitMilliseconds: number;
}

export interface WriteAnswer {
  readonly operation: Operation;
  /** The operation was already there, under the same key. */
  readonly replayed: boolean;
}

export interface WritePathPorts {
  readonly msp: string;
  readonly store: OperationStore;
  readonly driver: Driver;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  /** How many requests may be on their way: proposed, submitted, awaiting their block. */
  readonly maximumInFlight: number;
  /** How many operations may wait for an outcome that stays away. */
  readonly maximumUnknown: number;
  /** Whether blocks tell outcomes at all. */
  readonly canFollow: () => boolean;
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
    this.#requireRoom();
    this.#entering += 1;
    const { operation, replayed, isFinished } = await this.#takeIn(request).finally(() => {
      this.#entering -= 1;
    });
    if (isFinished) return { operation, replayed };
    return { operation: await this.#waitFor(operation, request.waitMilliseconds), replayed };
  }

  #requireRoom(): void {
    const { maximumInFlight, maximumUnknown, canFollow } = this.ports;
    if (!canFollow()) throw new ProblemError('READ_MODEL_STOPPED', {}, 5);
    const isFull = this.inFlight + this.#entering >= maximumInFlight;
    if (isFull || this.unknown >= maximumUnknown) throw new ProblemError('OVERLOADED', {}, 1);
  }

  async #takeIn(request: WriteRequest): Promise<WriteAnswer & { readonly isFinished: boolean }> {
    const { operation, isNew } = await this.#receive(request);
    if (isNew) {
      await this.ports.checkpoint('received');
    } else if (operation.fingerprint !== fingerprint(request)) {
      throw new ProblemError('IDEMPOTENCY_KEY_REUSED', { operation: operation.id });
    }
    const again =
      !isNew && mayBeTakenUp(operation) && (await this.ports.store.reopen(operation.id));
    if (again) return { operation: reopened(operation), replayed: false, isFinished: false };
    return { operation, replayed: !isNew, isFinished: isFinal(operation.state) };
  }

  /** Bring everything that an earlier process left unfinished to its end, in the background. */
  async recover(): Promise<number> {
    const unfinished = await this.ports.store.unfinished();
    for (const operation of unfinished) void this.#run(operation);
    return unfinished.length;
  }

  /** Resolves when nothing is in flight any more, for an orderly stop. An unknown outcome is not waited for. */
  async drained(): Promise<void> {
    const inFlight = [...this.#running].filter(([id]) => !this.#unknown.has(id));
    await Promise.allSettled(inFlight.map(([, running]) => running));
  }

  #receive(request: WriteRequest): ReturnType<OperationStore['receive']> {
    const { person, idempotencyKey, function: name, parts, command, httpRequestId } = request;
    const now = this.ports.now();
    return this.ports.store.receive({
      id: `op_${ulid(now.getTime())}`,
      person,
      idempotencyKey,
      fingerprint: fingerprint(request),
      ledgerRequestId: ledgerRequestId({ msp: this.ports.msp, person, key: idempotencyKey }),
      function: name,
      parts,
      command,
      httpRequestId,
      receivedAt: now.toISOString(),
    });
  }

  async #waitFor(operation: Operation, milliseconds: number): Promise<Operation> {
    const running = this.#run(operation);
    const late = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => {
      late.resolve(undefined);
    }, milliseconds);
    const end = await Promise.race([running, late.promise]).finally(() => {
      clearTimeout(timer);
    });
    return end ?? (await this.ports.store.find(operation.id)) ?? operation;
  }

  #run(operation: Operation): Promise<Operation> {
    const existing = this.#running.get(operation.id);
    if (existing !== undefined) return existing;
    const running = this.ports.driver.drive(operation, () => {
      this.#unknown.add(operation.id);
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
}

// A refusal for want of a reachable network binds nobody: with the same key the request is taken up again.
function mayBeTakenUp(operation: Operation): boolean {
  return operation.state === 'refused' && problemOf(operation)?.retryable === true;
}

function reopened(operation: Operation): Operation {
  const { problem: _problem, finishedAt: _finishedAt, ...rest } = operation;
  return { ...rest, state: 'received', attempts: 0 };
}
