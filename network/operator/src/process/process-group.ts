import { OperatorError } from '../operator-error.js';
import { recordProcesses } from './left-over.js';
import type { Death, ProcessSpec } from './child.js';
import { Supervisor } from './supervisor.js';
import type { ProcessStatus } from './supervisor.js';

export type ProcessGroupOptions = {
  /** Where the running processes are written down. */
  readonly record: string;
  /** A process died for good: the network cannot go on. */
  readonly onDeath: (failure: OperatorError) => void;
  readonly onRestart?: (death: Death) => void;
};

const readyWithinMilliseconds = 30_000;
/** What is left for the others when one has used up the whole time. */
const leastGrace = 500;

/** The processes of one network: started singly, stopped together, the last started first. */
export class ProcessGroup {
  readonly #options: ProcessGroupOptions;
  readonly #supervisors: Supervisor[] = [];
  #stopping = false;

  constructor(options: ProcessGroupOptions) {
    this.#options = options;
  }

  start(spec: ProcessSpec, { restart }: { readonly restart: boolean }): Promise<unknown> {
    if (this.#stopping) return Promise.reject(new Error('the network is being stopped'));
    const supervisor = new Supervisor(spec, {
      ...this.#options,
      restart,
      readyWithinMilliseconds,
      onChange: () => recordProcesses(this.#options.record, this.status()),
    });
    this.#supervisors.push(supervisor);
    return supervisor.start();
  }

  /** End one process in order, and start it again. Refuses a name that none has. */
  async restart(name: string, graceMilliseconds: number): Promise<void> {
    const supervisor = this.#supervisors.find(({ spec }) => spec.name === name);
    if (supervisor === undefined) throw unknown(name, this.status());
    await supervisor.restart(graceMilliseconds);
  }

  status(): readonly ProcessStatus[] {
    return this.#supervisors.map(({ status }) => status);
  }

  async stop(graceMilliseconds: number): Promise<void> {
    this.#stopping = true;
    const until = performance.now() + graceMilliseconds;
    for (const supervisor of this.#supervisors.toReversed()) {
      await supervisor.stop(Math.max(leastGrace, until - performance.now()));
    }
    // Without a process of ours the record may be another network's.
    if (this.#supervisors.length > 0) recordProcesses(this.#options.record, []);
  }
}

const unknown = (name: string, all: readonly ProcessStatus[]): OperatorError =>
  new OperatorError({
    what: `There is no process ${name} in this network`,
    why: `Its processes are ${all.map((it) => it.name).join(', ')}.`,
    fix: 'Name one of these.',
  });
