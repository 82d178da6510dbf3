import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { processesNaming } from './argosy.js';
import { freePortBase, takenPorts } from './ports.js';

const program = join(import.meta.dirname, '../../../apps/cli/dist/main.js');

/** What a command answered. */
export type Answered = {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** The lines of standard output, which are JSON. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
};

/** A command that runs. */
export type RunningCommand = {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly answered: Promise<Answered>;
  /** What it has printed on standard output so far. */
  readonly output: () => string;
};

/** `argosy net`, as a person types it, on a folder and ports of its own. */
export class ArgosyNet {
  constructor(
    readonly home: string,
    readonly portBase: number,
  ) {}

  static async create(): Promise<ArgosyNet> {
    const home = join(mkdtempSync(join(tmpdir(), 'argosy-net-')), 'run');
    return new ArgosyNet(home, await freePortBase());
  }

  run(...args: readonly string[]): Promise<Answered> {
    return this.start(...args).answered;
  }

  up(...flags: readonly string[]): Promise<Answered> {
    return this.startUp(...flags).answered;
  }

  startUp(...flags: readonly string[]): RunningCommand {
    return this.start('up', '--port-base', String(this.portBase), ...flags);
  }

  start(...args: readonly string[]): RunningCommand {
    return startArgosy(this.home, 'net', ...args);
  }

  /** The processes of this network: they name its folder. */
  processes(): readonly number[] {
    return processesNaming(this.home).filter((pid) => pid !== process.pid);
  }

  /** Wait until nothing of the network runs, listens, or lies beside its folder. */
  async gone(limit = 8_000): Promise<void> {
    const until = performance.now() + limit;
    for (;;) {
      const processes = this.processes();
      const ports = await takenPorts(this.portBase);
      if (processes.length + ports.length === 0) break;
      if (performance.now() > until)
        throw new Error(`after ${limit} ms: processes ${processes.join()}, ports ${ports.join()}`);
      await delay(50);
    }
    if (existsSync(join(this.home, 'desk.sock'))) throw new Error('its socket is left');
  }

  /** End whatever is left, in any way. */
  async dispose(): Promise<void> {
    for (const pid of this.processes()) process.kill(pid, 'SIGKILL');
    const until = performance.now() + 5_000;
    while (this.processes().length > 0 && performance.now() < until) await delay(50);
    rmSync(join(this.home, '..'), { recursive: true, force: true });
  }
}

/** `argosy`, as a person types it who means the network of a folder. */
export function startArgosy(home: string, ...args: readonly string[]): RunningCommand {
  const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, NODE_OPTIONS: '', ARGOSY_HOME: home },
  });
  const printed = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (printed.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed.err += chunk.toString()));
  const answered = new Promise<Answered>((resolve) => {
    child.once('close', (code) => {
      resolve({ code, ...printed, events: eventsIn(printed.out) });
    });
  });
  return { process: child, answered, output: () => printed.out };
}

function eventsIn(text: string): Answered['events'] {
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  } catch {
    return [];
  }
}
