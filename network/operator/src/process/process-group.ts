import { OperatorError } from '../operator-error.js';
import { recordProcesses } from './left-over.js';
import type { Announcement } from './announcements.js';
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

/** A process of the network, on its way. Each of these refuses where it dies before. */
export type Begun = Pick<Supervisor, 'said' | 'tell'> & { readonly ready: Promise<Announcement> };

const readyWithinMilliseconds = 60_000;
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

  /** Start a process. Resolves when it is ready. */
  async start(spec: ProcessSpec, how: { readonly restart: boolean }): Promise<Announcement> {
    return this.begin(spec, how).ready;
  }

  /** Start a process that says more than that it is ready, or is told more than its arguments. */
  begin(spec: ProcessSpec, { restart }: { readonly restart: boolean }): Begun {
    if (this.#stopping) throw new Error('the network is being stopped');
    const supervisor = new Supervisor(spec, {
      ...this.#options,
      restart,
      readyWithinMilliseconds,
      onChange: () => recordProcesses(this.#options.record, this.status()),
    });
    this.#supervisors.push(supervisor);
    const ready = supervisor.start();
    ready.catch(() => undefined);
    return {
      ready,
      said: (name) => supervisor.said(name),
      tell: (line) => {
        supervisor.tell(line);
      },
    };
  }

  /** End one process in order, and start it again. Refuses a name that none has. */
  async restart(name: string, graceMilliseconds: number): Promise<void> {
    const supervisor = this.#supervisors.find(({ spec }) => spec.name === name);
    if (supervisor === undefined) throw unknown(name, this.status());
    await supervisor.restart(graceMilliseconds);
  }

  /** End one process in order, for good. One that is not there has ended. */
  async end(name: string, graceMilliseconds: number): Promise<void> {
    const index = this.#supervisors.findIndex(({ spec }) => spec.name === name);
    const [supervisor] = index === -1 ? [] : this.#supervisors.splice(index, 1);
    await supervisor?.stop(graceMilliseconds);
    recordProcesses(this.#options.record, this.status());
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
