import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { OperatorError } from '../operator-error.js';
import type { Death, ProcessSpec } from './child.js';
import { ProcessGroup } from './process-group.js';

let home: string;
let group: ProcessGroup;
let deaths: OperatorError[];
let restarts: Death[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'argosy-supervisor-'));
  deaths = [];
  restarts = [];
  group = new ProcessGroup({
    record: join(home, 'processes.json'),
    onDeath: (failure) => deaths.push(failure),
    onRestart: (death) => restarts.push(death),
  });
});
afterEach(async () => {
  await group.stop(1_000);
  rmSync(home, { recursive: true, force: true });
});

const endsWithItsParent = `process.stdin.on('end', () => process.exit(0)).resume();`;
const saysReady = `console.log('starting'); console.log(JSON.stringify({ ready: true, port: 7 }));`;

function program(name: string, source: string): ProcessSpec {
  const script = join(home, `${name}.cjs`);
  writeFileSync(script, source);
  return { name, script, arguments: [], environment: {}, log: join(home, 'logs', `${name}.log`) };
}

async function until(holds: () => boolean): Promise<void> {
  const limit = performance.now() + 8_000;
  while (!holds()) {
    if (performance.now() > limit) throw new Error('it never came to hold');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A killed process that nobody has waited for yet is still in the table.
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

test('a process is ready when it says so, and its output is in its log', async () => {
  const spec = program('one', endsWithItsParent + saysReady);
  expect(await group.start(spec, { restart: false })).toEqual({ ready: true, port: 7 });
  expect(group.status()).toMatchObject([{ name: 'one', state: 'ready', restarts: 0 }]);
  expect(readFileSync(spec.log, 'utf8')).toContain('starting');
});

test('a process that ends before it is ready is refused with its last words and its log', async () => {
  const spec = program('broken', `console.error('no such file: key.pem'); process.exit(3);`);
  await expect(group.start(spec, { restart: true })).rejects.toMatchObject({
    what: 'The process broken ended with exit code 3 before it was ready',
    why: expect.stringContaining('no such file: key.pem'),
    fix: expect.stringContaining(spec.log),
  });
});

test('a crashed chaincode is started again, with back-off', async () => {
  await group.start(program('chaincode', endsWithItsParent + saysReady), { restart: true });
  const first = group.status()[0]?.pid ?? 0;
  process.kill(first, 'SIGKILL');
  await until(() => group.status()[0]?.restarts === 1 && group.status()[0]?.state === 'ready');
  expect(group.status()[0]?.pid).not.toBe(first);
  expect(restarts).toMatchObject([{ name: 'chaincode', how: 'was ended by SIGKILL' }]);
  expect(deaths).toEqual([]);
});

test('a process is told more, hears it again when it is started again, and says how far it is', async () => {
  const listens = `
    process.stdout.write('{"listening":true,"port":7}\\n');
    process.stdin.on('data', (line) => process.stdout.write(JSON.stringify({ ready: true, heard: String(line).trim() }) + '\\n'));`;
  const begun = group.begin(program('devnet', endsWithItsParent + listens), { restart: true });
  expect(await begun.said('listening')).toEqual({ listening: true, port: 7 });
  expect(group.status()).toMatchObject([{ state: 'starting' }]);
  begun.tell('go on');
  expect(await begun.ready).toEqual({ ready: true, heard: 'go on' });
  await group.restart('devnet', 1_000);
  expect(await begun.said('ready')).toEqual({ ready: true, heard: 'go on' });
});

test('one process can be started again, which is no death', async () => {
  await group.start(program('first', endsWithItsParent + saysReady), { restart: false });
  await group.start(program('second', endsWithItsParent + saysReady), { restart: true });
  const before = group.status().map(({ pid }) => pid);
  await group.restart('first', 1_000);
  const after = group.status().map(({ pid }) => pid);
  expect(after[0]).not.toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect([deaths, restarts]).toEqual([[], []]);
  await expect(group.restart('third', 1_000)).rejects.toThrow('first, second');
});

test('who asks at the same time for a process to be started again waits for a turn', async () => {
  await group.start(program('one', endsWithItsParent + saysReady), { restart: false });
  const first = group.status()[0]?.pid;
  await Promise.all([1, 2, 3].map(() => group.restart('one', 1_000)));
  const [{ pid, state } = { pid: 0, state: '' }] = group.status();
  expect(state).toBe('ready');
  expect(pid).not.toBe(first);
  expect([deaths, restarts]).toEqual([[], []]);
});

test('the death of a process that must not die is told once, with its last words', async () => {
  const dies = `setTimeout(() => { console.error('disk is full'); process.exit(1); }, 20);`;
  await group.start(program('devnet', saysReady + dies), { restart: false });
  await until(() => deaths.length > 0);
  expect(deaths).toHaveLength(1);
  expect(deaths[0]?.what).toBe('The process devnet ended with exit code 1 unexpectedly');
  expect(deaths[0]?.why).toContain('disk is full');
});

test('a stop is no death, and the process that ignores it is killed after the grace time', async () => {
  const deaf = `process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000);`;
  await group.start(program('polite', endsWithItsParent + saysReady), { restart: true });
  await group.start(program('deaf', deaf + saysReady), { restart: true });
  const pids = group.status().map(({ pid }) => pid ?? 0);
  await group.stop(200);
  expect(pids.map(isAlive)).toEqual([false, false]);
  expect([deaths, restarts]).toEqual([[], []]);
  await expect(group.start(program('late', saysReady), { restart: true })).rejects.toThrow(
    'stopped',
  );
});

/** Lets Node run these sources as they are: `./x.js` is `./x.ts` here. */
const fromSources = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ resolve: (name, context, next) =>
    next(name.startsWith('.') && context.parentURL?.endsWith('.ts') ? name.replace(/[.]js$/, '.ts') : name, context) });
`)}`;

test('when the supervisor itself is killed, its processes end', async () => {
  const { script } = program('child', endsWithItsParent + saysReady);
  const spec = {
    name: 'child',
    script,
    arguments: [],
    environment: {},
    log: join(home, 'child.log'),
  };
  const pidFile = join(home, 'pid');
  const source = join(home, 'supervisor.mjs');
  const group = pathToFileURL(join(import.meta.dirname, 'process-group.ts')).href;
  writeFileSync(
    source,
    `import { writeFileSync } from 'node:fs';
     import { ProcessGroup } from ${JSON.stringify(group)};
     const group = new ProcessGroup({ record: ${JSON.stringify(join(home, 'record'))}, onDeath() {} });
     await group.start(${JSON.stringify(spec)}, { restart: true });
     writeFileSync(${JSON.stringify(pidFile)}, String(group.status()[0].pid));`,
  );
  const supervisor = spawn(process.execPath, ['--no-warnings', '--import', fromSources, source], {
    stdio: 'inherit',
  });
  await until(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8') !== '');
  const pid = Number(readFileSync(pidFile, 'utf8'));
  expect(isAlive(pid)).toBe(true);
  supervisor.kill('SIGKILL');
  await until(() => !isAlive(pid));
});
