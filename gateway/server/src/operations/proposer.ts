import type { LedgerError } from '@argosy/domain/errors';
import type { GatewayProblemCode } from '../http/problem-codes.js';
import { gatewayProblem, ledgerProblem, type Problem } from '../http/problem.js';
import { failureOf, type Failure } from '../ledger/failures.js';
import type { Endorsed, LedgerPort } from '../ledger/port.js';
import { needsTransient, type Transient } from './confidential.js';
import type { Checkpoint } from './checkpoints.js';
import type { Operation } from './operation.js';
import { staleAtEndorsement, staleInReadModel } from './precondition.js';
import type { OperationStore } from './store.js';

export interface ProposerPorts {
  readonly ledger: Pick<LedgerPort, 'endorse'>;
  readonly store: Pick<OperationStore, 'endorsed' | 'find' | 'recordedAs' | 'refused'>;
  readonly checkpoint: Checkpoint;
  readonly now: () => Date;
  /** Which version of the document that an operation acts on the read model has. */
  readonly versionOf: (operation: Operation) => Promise<number | undefined>;
  /** Resolves early when the gateway stops. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Between 0 and 1: spreads retries, so that callers who collided do not collide again. */
  readonly random: () => number;
  readonly stopping: AbortSignal;
}

const proposalTries = 3;
const firstPauseMilliseconds = 100;

/** Takes one received operation to the peers: afterwards it is endorsed, with its signed envelope in the database, or
 *  refused, or known to be on the ledger already. */
export class Proposer {
  constructor(private readonly ports: ProposerPorts) {}

  async propose(operation: Operation, transient?: Transient): Promise<Operation> {
    if (needsTransient(operation.function) && transient === undefined) {
      return this.#failed(operation, 'CONFIDENTIAL_LOST');
    }
    if (operation.attempts > 0) await this.#pause(operation.attempts);
    const stale = await this.#stale(operation);
    if (stale !== undefined) return this.#refused(operation, stale);
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#endorse(operation, transient);
      if ('transactionId' in answer) return this.#endorsed(operation, answer);
      const mayTryAgain = answer.action === 'proposeAgain' && tries < proposalTries;
      if (!mayTryAgain) return this.#notEndorsed(operation, answer);
      await this.#pause(tries);
      if (this.ports.stopping.aborted) return operation;
    }
  }

  async #stale(operation: Operation): Promise<Problem | undefined> {
    if (operation.expectedVersion === undefined) return undefined;
    return staleInReadModel(operation, await this.ports.versionOf(operation));
  }

  async #endorse(operation: Operation, transient?: Transient): Promise<Endorsed | Failure> {
    const { function: name, person, command, ledgerRequestId } = operation;
    const call = { person, function: name };
    try {
      return await this.ports.ledger.endorse(
        transient === undefined
          ? { ...call, arguments: [command, ledgerRequestId] }
          : { ...call, arguments: [command], transient },
      );
    } catch (error) {
      return failureOf('endorse', error);
    }
  }

  async #endorsed(operation: Operation, endorsed: Endorsed): Promise<Operation> {
    const stale = staleAtEndorsement(operation, endorsed.result);
    if (stale !== undefined) return this.#refused(operation, stale);
    await this.ports.checkpoint('proposed');
    const at = this.#time();
    const isStored = await this.ports.store.endorsed(operation.id, { ...endorsed, at });
    if (!isStored) return this.#read(operation);
    await this.ports.checkpoint('endorsed');
    const attempts = operation.attempts + 1;
    return { ...operation, ...endorsed, state: 'endorsed', attempts, endorsedAt: at };
  }

  #notEndorsed(operation: Operation, failure: Failure): Promise<Operation> {
    return 'refusal' in failure
      ? this.#refusedByLedger(operation, failure.refusal)
      : this.#failed(operation, failure.code);
  }

  async #refusedByLedger(operation: Operation, refusal: LedgerError): Promise<Operation> {
    const recorded = recordedTransaction(refusal);
    if (recorded !== undefined) {
      // An earlier process got this far and died before it could write it down.
      await this.ports.store.recordedAs(operation, recorded, this.#time());
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
    await this.ports.checkpoint('refused');
    return { ...operation, state: 'refused', problem: text, finishedAt };
  }

  async #read(operation: Operation): Promise<Operation> {
    const found = await this.ports.store.find(operation.id);
    if (found === undefined) throw new Error(`Operation ${operation.id} is gone.`);
    return found;
  }

  async #pause(tries: number): Promise<void> {
    const longest = firstPauseMilliseconds * 2 ** tries;
    await this.ports.sleep(longest / 2 + (this.ports.random() * longest) / 2);
  }

  #time(): string {
    return this.ports.now().toISOString();
  }
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
