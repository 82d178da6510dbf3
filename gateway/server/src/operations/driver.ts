import { validationCode } from '@argosy/protocol/validation-code';
import type { LedgerPort } from '../ledger/port.js';
import type { Transient } from './confidential.js';
import { isFinal, maximumAttempts, proposedAgainCodes, type Operation } from './operation.js';
import type { Outcomes, Seen } from './outcomes.js';
import { Proposer, type ProposerPorts } from './proposer.js';
import type { OperationStore } from './store.js';
import type { SubmittedMarks } from './submitted-marks.js';

export interface DriverPorts extends ProposerPorts {
  readonly ledger: LedgerPort;
  readonly store: OperationStore;
  readonly outcomes: Outcomes;
  readonly marks: SubmittedMarks;
  readonly outcomeLimitMilliseconds: number;
  readonly onSubmitFailure: (id: string, error: unknown) => void;
}

/** How one operation is driven. */
export interface Driving {
  /** Called when the outcome stays away: from then on the operation only waits. */
  readonly onUnknown: () => void;
  /** What it was asked for with beside its command; nobody has it after a restart. */
  readonly transient: Transient | undefined;
}

const longestPauseMilliseconds = 60_000;

/** Brings one operation to its end: propose, store the envelope, submit, await the outcome. What it knows is
 *  in the database before each step, so that another process can go on from any of them. */
export class Driver {
  /** Operations whose envelope this process has just made, and nobody can have sent. */
  readonly #fresh = new Set<string>();

  readonly #proposer: Proposer;

  constructor(private readonly ports: DriverPorts) {
    this.#proposer = new Proposer(ports);
  }

  /** Requires: nobody else drives this operation. Ends with a final state, or unfinished when the gateway stops. */
  async drive(operation: Operation, { onUnknown, transient }: Driving): Promise<Operation> {
    let current = operation;
    while (!isFinal(current.state) && !this.ports.stopping.aborted) {
      current =
        current.state === 'received'
          ? await this.#propose(current, transient)
          : await this.#send(current, onUnknown);
    }
    return current;
  }

  async #propose(operation: Operation, transient?: Transient): Promise<Operation> {
    const proposed = await this.#proposer.propose(operation, transient);
    if (proposed.state === 'endorsed') this.#fresh.add(operation.id);
    return proposed;
  }

  async #send(operation: Operation, onUnknown: () => void): Promise<Operation> {
    const { transactionId } = operation;
    if (transactionId === undefined)
      throw new Error(`Operation ${operation.id} has no transaction.`);
    const watch = this.ports.outcomes.watch(transactionId);
    try {
      for (let tries = 1; ; tries += 1) {
        // Perhaps an earlier process, or an earlier try, has sent it: then the read model may know its outcome.
        const isFresh = tries === 1 && this.#fresh.delete(operation.id);
        if (!isFresh) {
          await this.ports.store.settle(operation.channel, transactionId, this.#time());
          const known = await this.#read(operation);
          if (isFinal(known.state) || known.state === 'received') return known;
        }
        await this.#submit(operation);
        const seen = await watch.seen(
          pauseAfter(tries, this.ports.outcomeLimitMilliseconds),
          this.ports.stopping,
        );
        if (seen !== undefined) return await this.#settled(operation, seen);
        if (this.ports.stopping.aborted) return operation;
        await this.ports.store.unknown(operation.id);
        onUnknown();
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
    const isMirrored =
      operation.result !== undefined && seen.code !== validationCode.DUPLICATE_TXID;
    if (!isMirrored) return this.#read(operation);
    return afterOutcome(operation, seen);
  }

  async #read(operation: Operation): Promise<Operation> {
    const found = await this.ports.store.find(operation.id);
    if (found === undefined) throw new Error(`Operation ${operation.id} is gone.`);
    return found;
  }

  #time(): string {
    return this.ports.now().toISOString();
  }
}

/** How long to wait for an outcome before the envelope is sent again: twice as long each time, up to a limit. */
export function pauseAfter(tries: number, firstMilliseconds: number): number {
  return Math.min(firstMilliseconds * 2 ** (tries - 1), longestPauseMilliseconds);
}

/** The operation after a block told its outcome: what settlement.ts writes to the database, without asking it. */
export function afterOutcome(operation: Operation, { code, block, at }: Seen): Operation {
  const again = proposedAgainCodes.includes(code) && operation.attempts < maximumAttempts;
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
