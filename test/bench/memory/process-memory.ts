import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a process holds after its garbage was collected. */
export interface ProcessMemory {
  /** Bytes: live JavaScript objects; what they hold outside the heap; buffers among that; what the process has of the system. */
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly rss: number;
  /** Open handles, requests under way and timers, by kind. */
  readonly resources: Readonly<Record<string, number>>;
}

const POLL_MS = 20;
const PATIENCE_MS = 30_000;

/** Asks processes that were started after it was made what they hold. */
export class MemoryProbe {
  readonly #folder = mkdtempSync(join(tmpdir(), 'argosy-probe-'));
  readonly #options = process.env['NODE_OPTIONS'];

  /** From now on processes that this one starts can be asked. */
  constructor() {
    const file = fileURLToPath(new URL('probe.ts', import.meta.url));
    process.env['ARGOSY_BENCH_PROBE'] = this.#folder;
    process.env['NODE_OPTIONS'] = `${this.#options ?? ''} --no-warnings --import=${file}`;
  }

  /** Collect a process's garbage and answer what is left. */
  async ask(pid: number): Promise<ProcessMemory> {
    const file = join(this.#folder, `${pid}.json`);
    rmSync(file, { force: true });
    process.kill(pid, 'SIGUSR2');
    const until = performance.now() + PATIENCE_MS;
    while (!existsSync(file)) {
      if (performance.now() > until) throw new Error(`process ${pid} does not say what it holds`);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessMemory;
  }

  close(): void {
    if (this.#options === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = this.#options;
    delete process.env['ARGOSY_BENCH_PROBE'];
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** How many files, sockets and pipes a process has open. */
export const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;
