import { existsSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { clearLeftOvers } from '@argosy/operator/process/left-over';
import { lockRunFolder } from '@argosy/operator/process/lock';
import { runFolder } from '@argosy/operator/run-folder';
import { CommandFailure } from './command-failure.js';
import { exitCode } from './exit-codes.js';
import { removeRecord } from './record.js';
import { findRunning } from './running.js';

/** How long an orderly end may take, and how long the system may take to end what was killed. */
const orderlyMilliseconds = 15_000;
const killedMilliseconds = 5_000;

/** Stop the network that runs from a folder, in order if it can be and in any case; resolves when nothing of it is left but
 *  the folder. Answers whether there was one. Refuses where a process holds the folder that is no network of ours. */
export async function takeDown(home: string): Promise<boolean> {
  const running = await findRunning(home);
  if (running.by === 'other') throw foreign(home, running.pid);
  if (running.by === 'us') {
    const { pid } = running.record;
    signal(pid, 'SIGTERM');
    if (!(await isFree(home, orderlyMilliseconds))) {
      signal(pid, 'SIGKILL');
      if (!(await isFree(home, killedMilliseconds))) throw foreign(home, pid);
    }
  }
  await clear(home);
  return running.by === 'us';
}

/** What a process that was killed left behind: children that are just ending, and its record. */
async function clear(home: string): Promise<void> {
  if (!existsSync(home)) return;
  const lock = await lockRunFolder(home);
  try {
    await clearLeftOvers(runFolder(home).processes);
    removeRecord(home);
  } finally {
    await lock.release();
  }
}

async function isFree(home: string, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    if ((await FolderLock.holder(home)) === undefined) return true;
    await delay(25);
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in this moment, or is another user's: what counts is whether the folder becomes free.
  }
}

const foreign = (home: string, pid: number): CommandFailure =>
  new CommandFailure(exitCode.conflict, {
    what: `${home} is held by the process ${pid}`,
    why: 'It was not started by `argosy net up` or `argosy start`, or cannot be ended from here.',
    fix: 'End it where it was started.',
  });
