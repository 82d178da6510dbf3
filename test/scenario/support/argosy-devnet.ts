import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { samplesPorts } from 'argosy/devnet/samples-ports';
import { testNetwork } from 'argosy/devnet/test-network';
import { processesNaming } from './argosy.js';
import { isFree } from './ports.js';

const repository = join(import.meta.dirname, '../../..');
export const argosyProgram = join(repository, 'apps/cli/dist/main.js');

const listeners = (base: number): readonly number[] =>
  samplesPorts(testNetwork({ organisations: 2, channel: 'c', chaincode: 'c' }), base).listeners.map(
    ({ port }) => port,
  );

/** A port for the orderer with which every port of the samples' network is free. */
export async function freeSamplesBase(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const base = 20_050 + 20 * Math.floor(Math.random() * 1_900);
    const free = await Promise.all(listeners(base).map((port) => isFree(port)));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free ports were found');
}

/** A place for tests of `argosy devnet`: folders of chaincode, and whatever the command leaves behind. */
export class DevnetPlace {
  readonly root = mkdtempSync(join(tmpdir(), 'argosy-devnet-test-'));
  readonly temporary = join(this.root, 'temporary');

  constructor(readonly portBase: number) {
    mkdirSync(this.temporary);
  }

  /** Write a file, by its path in this place. Answers its whole path. */
  write(path: string, content: string | object): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }

  /** A folder with a chaincode whose modules are those of this repository. */
  chaincode(name: string, source: string): string {
    this.write(`${name}/package.json`, { name, version: '1.0.0', main: 'index.js' });
    this.write(`${name}/index.js`, source);
    symlinkSync(join(repository, 'node_modules'), join(this.root, name, 'node_modules'));
    return join(this.root, name);
  }

  run(...args: readonly string[]): DevnetRun {
    const at = args.includes('--port-base') ? [] : ['--port-base', String(this.portBase)];
    return this.command('devnet', ...args, ...at);
  }

  /** Run any command of the program, in this place. */
  command(...args: readonly string[]): DevnetRun {
    const { ARGOSY_PARENT_PIPE: _, ...env } = process.env;
    const child = spawn(process.execPath, [argosyProgram, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: this.root,
      env: { ...env, NODE_OPTIONS: '', TMPDIR: this.temporary, ARGOSY_CALLED_FROM: this.root },
    });
    return new DevnetRun(child);
  }

  /** What is left of networks: processes, ports, folders. */
  async remains(): Promise<readonly string[]> {
    const processes = processesNaming(this.root).filter((pid) => pid !== process.pid);
    const ports = listeners(this.portBase);
    const free = await Promise.all(ports.map((port) => isFree(port)));
    return [
      ...processes.map((pid) => `process ${pid}`),
      ...ports.filter((_, index) => free[index] === false).map((port) => `port ${port}`),
      ...readdirSync(this.temporary).filter((name) => name.startsWith('argosy-devnet-')),
    ];
  }

  /** Wait until no process and no port of a network is left; folders stay where it could not remove them. */
  async ended(limit = 10_000): Promise<void> {
    const since = performance.now();
    for (;;) {
      const left = (await this.remains()).filter((it) => !it.startsWith('argosy-devnet-'));
      if (left.length === 0) return;
      if (performance.now() - since > limit) throw new Error(`left: ${left.join(', ')}`);
      await delay(50);
    }
  }

  remove(): void {
    for (const pid of processesNaming(this.root))
      if (pid !== process.pid) process.kill(pid, 'SIGKILL');
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** One run of the command. */
export class DevnetRun {
  output = '';
  readonly exitCode: Promise<number | null>;

  constructor(private readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    this.exitCode = new Promise((resolve) => {
      child.once('close', resolve);
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Wait until something was printed, so many times. Fails with all output when it was not in time. */
  async printed(pattern: RegExp, times = 1): Promise<void> {
    const until = performance.now() + 90_000;
    while ((this.output.match(new RegExp(pattern, 'g')) ?? []).length < times) {
      if (this.child.exitCode !== null || performance.now() > until)
        throw new Error(`${String(pattern)} was not printed:\n${this.output}`);
      await delay(20);
    }
  }
}
