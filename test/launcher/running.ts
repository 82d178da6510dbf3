import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What the programs say about themselves, one JSON object a line, merged. */
export type Facts = Record<string, number | string>;

export interface Running {
  readonly top: ChildProcess;
  readonly facts: Facts;
  /** Wait until the programs have said all of these. */
  readonly said: (...names: string[]) => Promise<void>;
  /** End what a failed test left behind. */
  readonly cleanUp: () => void;
}

const programs = fileURLToPath(new URL('programs/', import.meta.url));

/** `npm start` in a folder whose start script is the launcher with the given program below it. */
export function npmStart(program: string, ...flags: string[]): Running {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-launcher-'));
  const words = ['node', join(programs, 'start.js'), ...flags, join(programs, program)];
  const start = words.map((word) => JSON.stringify(word)).join(' ');
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }));
  const top = spawn('npm', ['--silent', 'start'], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const facts: Facts = {};
  let rest = '';
  top.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((it) => it.startsWith('{'))) {
      Object.assign(facts, JSON.parse(line));
    }
  });
  return {
    top,
    facts,
    said: (...names) => until(`${names.join(', ')} said`, () => names.every((it) => it in facts)),
    cleanUp: () => {
      for (const pid of [top.pid, ...pidsOf(facts)]) end(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function pidsOf(facts: Facts): number[] {
  return ['launcher', 'shell', 'service', 'helper'].map((name) => Number(facts[name] ?? 0));
}

export async function until(
  what: string,
  condition: () => boolean,
  limitMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
    await wait(50);
  }
}

/** A zombie is dead: it only waits for its parent to look. */
export function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z';
  } catch {
    return false;
  }
}

export function isListening(port: number): Promise<boolean> {
  return new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
  });
}

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined && pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}

/** Without what the npm and the Jest around this test have set. */
function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(npm_|NODE_OPTIONS$)/i.test(name)));
}
