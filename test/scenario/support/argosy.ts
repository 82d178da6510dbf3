import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheFolder } from '@argosy/gateway/database/template';
import { takenPorts } from './ports.js';

const program = join(import.meta.dirname, '../../../apps/cli/dist/main.js');

/** `argosy start` as a person runs it, in a folder and on ports of its own. */
export class ArgosyStart {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #output = '';
  readonly exitCode: Promise<number | null>;

  constructor(
    private readonly place: { readonly home: string; readonly portBase: number },
    flags: readonly string[] = [],
  ) {
    const { home, portBase } = place;
    const base = ['start', '--home', home, '--port-base', String(portBase)];
    // Without a pipe from a parent: it is ended by signals, as from a terminal.
    const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
    // As the launcher has it. Seven processes that end at once and fill a new cache of compiled code take seconds over it.
    const { NODE_COMPILE_CACHE = join(cacheFolder(process.env), 'compiled') } = env;
    this.#child = spawn(process.execPath, [program, ...base, ...flags], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...env, NODE_OPTIONS: '', NODE_COMPILE_CACHE },
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.exitCode = new Promise((resolve) => {
      this.#child.once('close', resolve);
    });
  }

  get output(): string {
    return this.#output;
  }

  get lastLine(): string {
    return this.#output.trimEnd().split('\n').at(-1) ?? '';
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error('argosy did not start');
    return pid;
  }

  /** Wait until something was printed; fails with all output when it was not in time. */
  async printed(pattern: RegExp, milliseconds = 60_000): Promise<void> {
    const until = performance.now() + milliseconds;
    while (!pattern.test(this.#output)) {
      const ended = this.#child.exitCode !== null || performance.now() > until;
      if (ended) throw new Error(`${String(pattern)} was not printed:\n${this.#output}`);
      await delay(20);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The processes of this network that are alive: they all name its folder. */
  processes(): number[] {
    return processesNaming(this.place.home).filter((pid) => pid !== process.pid);
  }

  /** Wait until no process of the network is left and nothing listens on its ports. Answers the milliseconds it took. */
  async gone(limit = 5_000): Promise<number> {
    const since = performance.now();
    for (;;) {
      const took = performance.now() - since;
      const processes = this.processes();
      const open = await takenPorts(this.place.portBase);
      if (processes.length === 0 && open.length === 0) return took;
      if (took > limit) {
        const left = processes.map((pid) => `${pid} ${commandOf(pid)}`).join('; ');
        throw new Error(`after ${limit} ms: processes ${left}, ports ${open.join()}`);
      }
      await delay(50);
    }
  }
}

/** Processes with a text in their arguments or environment, from /proc. */
export function processesNaming(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const files = ['cmdline', 'environ'].map((file) =>
          readFileSync(`/proc/${pid}/${file}`, 'utf8'),
        );
        return files.some((content) => content.includes(text));
      } catch {
        return false;
      }
    });
}

/** What a process was started with, and what it is doing, for who has to find out why it is still there. */
function commandOf(pid: number): string {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const state = /^State:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return `${command} (${state ?? 'unknown'})`;
  } catch {
    return '(gone)';
  }
}
