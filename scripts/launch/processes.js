// Starts other programs and sees to it that none outlives the launcher, however that ends.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { ancestorsUpToNpm, isIntact } from './ancestors.js';
import { Failure, say } from './report.js';

const graceMs = { interrupted: 10_000, orphaned: 3_000 };
const running = new Set();
let ending;

/** End everything on Ctrl-C, on a polite kill, and when npm above this process was killed. */
export function superviseThisProcess() {
  // A closed terminal or a dead npm breaks these pipes; that must not stop the orderly end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => onSignal(signal));
  const chain = ancestorsUpToNpm();
  if (chain.length === 0) return;
  const timer = setInterval(() => {
    if (isIntact(chain)) return;
    clearInterval(timer);
    void endAll('SIGTERM', { grace: graceMs.orphaned, exitCode: 1 });
  }, 500);
  timer.unref();
}

/**
 * Run a program in its own process group, so that Ctrl-C reaches it once, through the launcher.
 * It gets a pipe as stdin that nothing is written to: its end means that the launcher is gone.
 * Returns { code, output }; output only where `capture` asks for it.
 */
export function run(program, args, { env = {}, cwd, capture = false, limitSeconds } = {}) {
  if (ending !== undefined) return new Promise(() => undefined);
  const output = capture ? 'pipe' : 'inherit';
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env, ARGOSY_PARENT_PIPE: '1' },
    stdio: ['pipe', output, output],
    detached: process.platform !== 'win32',
  });
  child.stdin.on('error', () => undefined);
  running.add(child);
  const limit = limitSeconds && setTimeout(() => killGroup(child), limitSeconds * 1000);
  return finished(child).finally(() => {
    clearTimeout(limit);
    running.delete(child);
  });
}

function finished(child) {
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => chunks.push(chunk));
  }
  return new Promise((resolve, reject) => {
    const settle = (code, signal) => {
      const exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
      // While everything ends, endAll alone decides how the launcher exits.
      if (ending === undefined) {
        resolve({ code: exitCode, output: Buffer.concat(chunks).toString() });
      }
    };
    child.on('error', (error) => {
      reject(new Failure(`Could not start ${child.spawnfile}: ${error.message}`));
    });
    child.on('close', settle);
    // A grandchild may hold the output open for ever; two seconds are enough for what is left in it.
    child.on('exit', (code, signal) => {
      setTimeout(() => settle(code, signal), 2_000).unref();
    });
  });
}

function onSignal(signal) {
  // One Ctrl-C arrives twice, from the terminal and from npm; only a later one means "at once".
  if (ending !== undefined && performance.now() - ending.since > 1_000) {
    say('Ending at once.');
    for (const child of running) killGroup(child);
    return;
  }
  const exitCode = 128 + constants.signals[signal];
  void endAll(signal, { grace: graceMs.interrupted, exitCode });
}

async function endAll(signal, { grace, exitCode }) {
  if (ending !== undefined) return;
  ending = { since: performance.now() };
  const children = [...running];
  const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children) {
    child.kill(signal);
    child.stdin.end();
  }
  const timer = setTimeout(() => {
    for (const child of children) killGroup(child);
  }, grace);
  await Promise.all(gone);
  clearTimeout(timer);
  // What a child left behind in its group has lost its purpose.
  for (const child of children) killGroup(child);
  process.exit(exitCode);
}

function killGroup(child) {
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
