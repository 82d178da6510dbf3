import type { LedgerError } from '@argosy/domain/errors';
import type { GatewayProblemCode } from '../http/problem-codes.js';
import { gatewayProblem, ledgerProblem, type Problem } from '../http/problem.js';
import { failureOf, type Failure } from '../ledger/failures.js';
import type { Endorsed, LedgerPort } from '../ledger/port.js';
import type { Checkpoint } from './checkpoints.js';
import { isConflict, isFinal, maximumAttempts, retrySafe, type Operation } from './operation.js';
import type { Outcomes, Seen } from './outcomes.js';
import type { OperationStore } from './store.js';
import type { SubmittedMarks } from './submitted-marks.js';

export interface DriverPorts {
  readonly ledger: LedgerPort;
  readonly store: OperationStore;
  readonly outcomes: Outcomes;
  readonly marks: SubmittedMarks;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  /** Resolves early when the gateway stops. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1: spreads retries, so that callers who collided do not collide again. */
  readonly random: () => number;
  readonly stopping: AbortSignal;
  readonly outcomeLimitMilliseconds: number;
  readonly onSubmitFailure: (id: string, error: unknown) => void;
}

const proposalTries = 3;
const firstPauseMilliseconds = 100;
const longestPauseMilliseconds = 30_000;
const duplicateTransactionId = 9;

/** Brings one operation to its end: propose, store the envelope, submit, await the outcome. What it knows is
 *  in the database before each step, so that another process can go on from any of them. */
export class Driver {
  /** Operations whose envelope this process has just made, and nobody can have sent. */
  readonly #fresh = new Set<string>();

  constructor(private readonly ports: DriverPorts) {}

  /** Requires: nobody else drives this operation. Ends with a final state, or unfinished when the gateway stops. */
  async drive(operation: Operation): Promise<Operation> {
    let current = operation;
    while (!isFinal(current.state) && !this.ports.stopping.aborted) {
      current =
        current.state === 'received' ? await this.#propose(current) : await this.#send(current);
    }
    return current;
  }

  async #propose(operation: Operation): Promise<Operation> {
    if (operation.attempts > 0) await this.#pause(operation.attempts);
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#endorse(operation);
      if ('transactionId' in answer) return this.#endorsed(operation, answer);
      if ('refusal' in answer) return this.#refusedByLedger(operation, answer.refusal);
      const mayTryAgain = answer.action === 'proposeAgain' && tries < proposalTries;
      if (!mayTryAgain) return this.#failed(operation, answer.code);
      await this.#pause(tries);
      if (this.ports.stopping.aborted) return operation;
    }
  }

  async #endorse(operation: Operation): Promise<Endorsed | Failure> {
    const { action, person, command, ledgerRequestId } = operation;
    const name = action.charAt(0).toUpperCase() + action.slice(1);
    const call = { person, function: `credit:${name}`, command, requestId: ledgerRequestId };
    try {
      return await this.ports.ledger.endorse(call);
    } catch (error) {
      return failureOf('endorse', error);
    }
  }

  async #endorsed(operation: Operation, endorsed: Endorsed): Promise<Operation> {
    await this.ports.checkpoint('proposed');
    const at = this.#time();
    await this.ports.store.endorsed(operation.id, { ...endorsed, at });
    await this.ports.checkpoint('endorsed');
    this.#fresh.add(operation.id);
    const attempts = operation.attempts + 1;
    return { ...operation, ...endorsed, state: 'endorsed', attempts, endorsedAt: at };
  }

  async #refusedByLedger(operation: Operation, refusal: LedgerError): Promise<Operation> {
    const recorded = recordedTransaction(refusal);
    if (recorded !== undefined) {
      // An earlier process got this far and died before it could write it down.
      await this.ports.store.recordedAs(operation.id, recorded, this.#time());
      return this.#read(operation);
    }
    return this.#refused(
      operation,
      ledgerProblem(refusal, operation.httpRequestId, subject(operation)),
    );
  }

  async #failed(operation: Operation, code: GatewayProblemCode): Promise<Operation> {
    return this.#refused(
      operation,
      gatewayProblem(code, operation.httpRequestId, subject(operation)),
    );
  }

  async #refused(operation: Operation, problem: Problem): Promise<Operation> {
    const finishedAt = this.#time();
    const text = JSON.stringify(problem);
    await this.ports.store.refused(operation.id, text, finishedAt);
    return { ...operation, state: 'refused', problem: text, finishedAt };
  }

  async #send(operation: Operation): Promise<Operation> {
    const { transactionId } = operation;
    if (transactionId === undefined)
      throw new Error(`Operation ${operation.id} has no transaction.`);
    const watch = this.ports.outcomes.watch(transactionId);
    try {
      for (let tries = 1; ; tries += 1) {
        // Perhaps an earlier process, or an earlier try, has sent it: then the read model may know its outcome.
        const isFresh = tries === 1 && this.#fresh.delete(operation.id);
        if (!isFresh) {
          await this.ports.store.settle(transactionId, this.#time());
          const known = await this.#read(operation);
          if (isFinal(known.state) || known.state === 'received') return known;
        }
        await this.#submit(operation);
        const seen = await watch.seen(this.#limit(tries), this.ports.stopping);
        if (seen !== undefined) return await this.#settled(operation, seen);
        if (this.ports.stopping.aborted) return operation;
        await this.ports.store.unknown(operation.id);
      }
    } finally {
      watch.stop();
    }
  }

  // The same envelope again is always safe: the ledger takes a transaction id once. A failed submission says
  // nothing about whether the envelope was ordered, so it is not told apart from a success.
  async #submit({ id, person, envelope }: Operation): Promise<void> {
    if (envelope === undefined) return;
    try {
      await this.ports.ledger.submit(person, envelope);
      this.ports.marks.add(id);
    } catch (error) {
      await this.ports.store.unknown(id);
      this.ports.onSubmitFailure(id, error);
    }
    await this.ports.checkpoint('submitted');
  }

  async #settled(operation: Operation, seen: Seen): Promise<Operation> {
    this.ports.marks.drop(operation.id);
    await this.ports.checkpoint('settled');
    // A duplicate is a second copy; the first copy's outcome counts, and the database has it.
    const isMirrored = operation.result !== undefined && seen.code !== duplicateTransactionId;
    if (!isMirrored) return this.#read(operation);
    return afterOutcome(operation, seen);
  }

  async #read(operation: Operation): Promise<Operation> {
    const found = await this.ports.store.find(operation.id);
    if (found === undefined) throw new Error(`Operation ${operation.id} is gone.`);
    return found;
  }

  #limit(tries: number): number {
    return Math.min(this.ports.outcomeLimitMilliseconds * tries, longestPauseMilliseconds);
  }

  async #pause(tries: number): Promise<void> {
    const longest = firstPauseMilliseconds * 2 ** tries;
    await this.ports.sleep(longest / 2 + (this.ports.random() * longest) / 2);
  }

  #time(): string {
    return this.ports.now().toISOString();
  }
}

/** The operation after a block told its outcome: what settlement.ts writes to the database, without asking it. */
export function afterOutcome(operation: Operation, { code, block, at }: Seen): Operation {
  const again =
    isConflict(code) && operation.attempts < maximumAttempts && retrySafe[operation.action];
  if (again) {
    const {
      transactionId: _transaction,
      envelope: _envelope,
      result: _result,
      ...rest
    } = operation;
    return { ...rest, state: 'received' };
  }
  const state = code === 0 ? 'committed' : 'invalid';
  return { ...operation, state, block, validationCode: code, finishedAt: at };
}

function subject({ id }: Operation): { operation: string; instance: string } {
  return { operation: id, instance: `/v1/operations/${id}` };
}

// The transaction that already recorded this very request, where the refusal is that one.
function recordedTransaction({ code, details }: LedgerError): string | undefined {
  const { transactionId, sameContent } = details;
  const isOurs = code === 'REQUEST_ALREADY_RECORDED' && sameContent === true;
  return isOurs && typeof transactionId === 'string' ? transactionId : undefined;
}
