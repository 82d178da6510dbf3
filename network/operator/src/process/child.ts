import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, writeSync } from 'node:fs';
import { OperatorError } from '../operator-error.js';
import { lastLines, markLog, openLog } from './log-file.js';
import type { LogMark } from './log-file.js';
import { Announcements } from './announcements.js';
import type { Announcement } from './announcements.js';

/** How to run a program of ours: a Node script that prints one JSON line with `"ready":true` when it is. */
export type ProcessSpec = {
  readonly name: string;
  readonly script: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly log: string;
};

/** A process that ended without being asked to. */
export type Death = {
  readonly name: string;
  readonly how: string;
  readonly log: LogMark;
};

/** Megabytes in which new objects may be made before they are looked through. A program that loads its modules throws little of
 *  them away, and would otherwise do so again and again while this grows to that size by itself. */
const roomForTheYoung = '--min-semi-space-size=16';

/** One run of one program. Its standard input is a pipe from this process: should we die in any way, even
 *  by SIGKILL, the child reads the pipe's end and stops by itself. */
export class Child {
  readonly spec: ProcessSpec;
  readonly log: LogMark;
  readonly ready: Promise<Announcement>;
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  readonly #announcements: Announcements;
  #stopping = false;

  constructor(spec: ProcessSpec) {
    this.spec = spec;
    const log = openLog(spec.log);
    this.log = markLog(spec.log, log);
    this.#process = spawn(process.execPath, [roomForTheYoung, spec.script, ...spec.arguments], {
      stdio: ['pipe', 'pipe', log],
      // In a process group of its own, so that Ctrl-C reaches us alone and we end the children in order.
      detached: true,
      env: { ...inherited(), ...spec.environment, ARGOSY_PARENT_PIPE: '1' },
    });
    // A child that has just died closes its end; writing or ending then fails, and that is no news.
    this.#process.stdin?.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.#process.once('error', (failure) => resolve(failure.message));
      this.#process.once('close', (code, signal) => resolve(howItEnded(code, signal)));
    });
    void this.ended.then(() => closeSync(log));
    const { stdout } = this.#process;
    if (stdout === null) throw new Error('the child has no standard output');
    this.#announcements = new Announcements(stdout, (chunk) => writeSync(log, chunk));
    this.ready = this.said('ready');
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** What it says under this name in its output. Refuses where it ends before. */
  said(name: string): Promise<Announcement> {
    const said = this.#said(name);
    // Whoever waits hears of the failure; nobody has to wait.
    said.catch(() => undefined);
    return said;
  }

  /** Write a line to its standard input. */
  tell(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** End it in order: the pipe's end and SIGTERM ask, SIGKILL after the grace time makes sure. */
  async stop(graceMilliseconds: number): Promise<void> {
    this.#stopping = true;
    this.#process.stdin?.end();
    this.#process.kill('SIGTERM');
    const hard = setTimeout(() => this.#process.kill('SIGKILL'), graceMilliseconds);
    await this.ended;
    clearTimeout(hard);
  }

  async #said(name: string): Promise<Announcement> {
    const announced = this.#announcements.said(name);
    const ended = this.ended.then((how) => ({ end: how }));
    const first = await Promise.race([announced.then((said) => ({ said })), ended]);
    if ('said' in first) return first.said;
    const death = { name: this.spec.name, how: first.end, log: this.log };
    throw deathError(death, 'before it was ready');
  }
}

const howItEnded = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`;

/** The death of a process as a person should hear of it: which, how, its last words, where the rest is. */
export function deathError(death: Death, when: string): OperatorError {
  const lines = lastLines(death.log);
  const words =
    lines.length === 0 ? 'It logged nothing.' : `Its last lines:\n  ${lines.join('\n  ')}\n`;
  return new OperatorError({
    what: `The process ${death.name} ${death.how} ${when}`,
    why: words,
    fix: `Its log is ${death.log.file}.`,
  });
}

/** The environment of every child: how to reach a database is a secret, which only a child whose specification names it is told. */
function inherited(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _secret, ...rest } = process.env;
  return rest;
}
