import { setTimeout as delay } from 'node:timers/promises';
import { Child, deathError } from './child.js';
import type { Announcement } from './announcements.js';
import type { Death, ProcessSpec } from './child.js';
import { OperatorError } from '../operator-error.js';
import { deathsInARow, pauseBeforeRestart } from './restart-policy.js';

export type ProcessStatus = {
  readonly name: string;
  readonly state: 'starting' | 'ready' | 'restarting' | 'stopped';
  readonly pid?: number;
  readonly restarts: number;
  readonly log: string;
};

export type SupervisorOptions = {
  /** Start the program again when it dies after it was ready; otherwise its death ends the network. */
  readonly restart: boolean;
  readonly readyWithinMilliseconds: number;
  /** It died for good. */
  readonly onDeath: (failure: OperatorError) => void;
  /** It died and will be started again. */
  readonly onRestart?: (death: Death) => void;
  /** A process began or ended: pids have changed. */
  readonly onChange?: () => void;
};

/** Keeps one program running. */
export class Supervisor {
  readonly spec: ProcessSpec;
  readonly #options: SupervisorOptions;
  #child: Child | undefined;
  readonly #told: string[] = [];
  #state: ProcessStatus['state'] = 'stopped';
  #restarts = 0;
  #inARow = 0;
  #restarting = Promise.resolve();
  readonly #halt = new AbortController();
  /** Aborted where the start after a pause is no longer wanted. */
  #pause: AbortController | undefined;

  constructor(spec: ProcessSpec, options: SupervisorOptions) {
    this.spec = spec;
    this.#options = options;
  }

  /** Start it and wait until it says that it is ready. Refuses when it ends or stays silent instead. */
  async start(): Promise<Announcement> {
    this.#requireRunning();
    this.#state = 'starting';
    const child = new Child(this.spec);
    this.#child = child;
    for (const line of this.#told) child.tell(line);
    this.#options.onChange?.();
    const ready = await this.#withinTime(child);
    if (this.#halt.signal.aborted)
      throw new Error(`${this.spec.name} was stopped while it started`);
    this.#state = 'ready';
    const since = performance.now();
    void child.ended.then((how) => this.#hasEnded({ child, how, since }));
    return ready;
  }

  /** What its present run says of itself under this name. Refuses where that ends before. */
  said(name: string): Promise<Announcement> {
    if (this.#child === undefined) return Promise.reject(new Error('it was not started'));
    return this.#child.said(name);
  }

  /** Write a line to its standard input, now and at each later start of it. */
  tell(line: string): void {
    this.#told.push(line);
    this.#child?.tell(line);
  }

  /** Stop it. Safe to repeat, at any time. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#halt.abort();
    await this.#child?.stop(graceMilliseconds);
    this.#state = 'stopped';
  }

  /** End it in order, and start it again. Whoever asks meanwhile waits for a turn. */
  restart(graceMilliseconds: number): Promise<void> {
    const restarted = this.#restarting.then(() => this.#restart(graceMilliseconds));
    this.#restarting = restarted.catch(() => undefined);
    return restarted;
  }

  async #restart(graceMilliseconds: number): Promise<void> {
    this.#requireRunning();
    this.#pause?.abort();
    await this.#child?.stop(graceMilliseconds);
    try {
      await this.start();
    } catch (failure) {
      this.#state = 'stopped';
      throw failure;
    }
  }

  #requireRunning(): void {
    if (this.#halt.signal.aborted) throw new Error(`${this.spec.name} is being stopped`);
  }

  get status(): ProcessStatus {
    const pid = this.#state === 'stopped' ? undefined : this.#child?.pid;
    const { name, log } = this.spec;
    const known = { name, state: this.#state, restarts: this.#restarts, log };
    return pid === undefined ? known : { ...known, pid };
  }

  async #withinTime(child: Child): Promise<Announcement> {
    const { readyWithinMilliseconds } = this.#options;
    const timer = new AbortController();
    const silence = delay(readyWithinMilliseconds, 'silent' as const, { signal: timer.signal });
    silence.catch(() => undefined);
    try {
      const first = await Promise.race([child.ready, silence]);
      if (first !== 'silent') return first;
    } finally {
      timer.abort();
    }
    await child.stop(0);
    const how = `was not ready within ${readyWithinMilliseconds / 1000} seconds`;
    throw deathError({ name: this.spec.name, how, log: child.log }, 'and was ended');
  }

  #hasEnded({ child, how, since }: { child: Child; how: string; since: number }): void {
    if (child.stopping || this.#halt.signal.aborted) return;
    this.#options.onChange?.();
    const death = { name: this.spec.name, how, log: child.log };
    this.#inARow = deathsInARow(this.#inARow, performance.now() - since);
    const pause = this.#options.restart ? pauseBeforeRestart(this.#inARow) : undefined;
    if (pause === undefined) {
      this.#state = 'stopped';
      this.#options.onDeath(deathError(death, 'unexpectedly'));
      return;
    }
    this.#options.onRestart?.(death);
    void this.#startAgain(pause);
  }

  async #startAgain(pause: number): Promise<void> {
    this.#state = 'restarting';
    this.#restarts += 1;
    const pausing = new AbortController();
    this.#pause = pausing;
    try {
      await delay(pause, undefined, {
        signal: AbortSignal.any([this.#halt.signal, pausing.signal]),
      });
      await this.start();
    } catch (failure) {
      if (this.#halt.signal.aborted || pausing.signal.aborted) return;
      this.#state = 'stopped';
      this.#options.onDeath(asOperatorError(failure));
    }
  }
}

const asOperatorError = (failure: unknown): OperatorError =>
  failure instanceof OperatorError
    ? failure
    : new OperatorError({
        what: 'A process could not be started again',
        why: String(failure),
        fix: '',
      });
