import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ReadStream } from 'node:tty';
import { lockRunFolder } from '@argosy/operator/process/lock';
import { isRunFolder, runFolderEntries } from '@argosy/operator/run-folder-entries';
import { CommandFailure } from '../net/command-failure.js';
import { exitCode } from '../net/exit-codes.js';
import { hint, print, printJson, wantsJson } from '../net/presentation.js';
import { findRunning } from '../net/running.js';
import { takeDown } from '../net/take-down.js';
import { placeOf } from '../places.js';

export type NetResetFlags = {
  readonly home?: string;
  readonly json?: boolean;
  readonly yes?: boolean;
};

/** Remove keys and ledgers of the network in a folder. Answers the exit code. */
export async function netReset(flags: NetResetFlags): Promise<number> {
  const { home } = placeOf(flags, process.env);
  const json = wantsJson(flags);
  const running = await findRunning(home);
  if (running.by !== 'nobody' && flags.yes !== true) {
    throw new CommandFailure(exitCode.conflict, {
      what: `A network is up from ${home}`,
      why: 'Its keys and ledgers are in use.',
      fix: 'Stop it with `argosy net down` first, or give --yes to have that done.',
    });
  }
  if (!isThere(home)) {
    if (json) printJson({ event: 'reset', removed: [], left: [], home });
    else print(`Nothing is kept in ${home}.`);
    return exitCode.done;
  }
  requireRunFolder(home);
  if (flags.yes !== true && !(await isAgreed(home))) return exitCode.conflict;
  await takeDown(home);
  const { removed, left } = await removeAll(home);
  if (json) printJson({ event: 'reset', removed, left, home });
  else tell(home, left);
  return exitCode.done;
}

const isThere = (home: string): boolean => existsSync(home) && readdirSync(home).length > 0;

/** A folder that was named by mistake keeps what it holds. */
function requireRunFolder(home: string): void {
  if (isRunFolder(home)) return;
  throw new CommandFailure(exitCode.conflict, {
    what: `${home} is no run folder`,
    why: 'It holds neither keys nor the description of a network.',
    fix: 'Name the folder that was given to `argosy net up --home`.',
  });
}

async function isAgreed(home: string): Promise<boolean> {
  const input = terminalInput();
  if (input === undefined) {
    throw new CommandFailure(exitCode.usage, {
      what: `Keys and ledgers in ${home} were not removed`,
      why: 'Nobody can be asked here whether they may be.',
      fix: 'Give --yes.',
    });
  }
  const asking = createInterface({ input, output: process.stderr });
  try {
    const answer = await asking.question(
      `Remove all keys and ledgers in ${home}? They cannot be brought back. [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    asking.close();
    input.destroy();
  }
}

/** Where a person can answer. Started through the launcher, standard input is a pipe from that; the terminal that standard error
 *  goes to can be read, too. */
function terminalInput(): ReadStream | undefined {
  if (!process.stderr.isTTY) return undefined;
  return process.stdin.isTTY ? process.stdin : new ReadStream(process.stderr.fd);
}

async function removeAll(home: string): Promise<{ removed: string[]; left: string[] }> {
  const lock = await lockRunFolder(home);
  try {
    const ours = runFolderEntries(home);
    const removed = readdirSync(home).filter((name) => ours(name));
    for (const name of removed) rmSync(join(home, name), { recursive: true, force: true });
    const left = readdirSync(home);
    if (left.length === 0) rmSync(home, { recursive: true });
    return { removed, left };
  } finally {
    await lock.release();
  }
}

function tell(home: string, left: readonly string[]): void {
  print(`Keys and ledgers in ${home} are removed.`);
  if (left.length > 0) print(`Left there, as no part of a network: ${left.join(', ')}.`);
  hint([['argosy net up', 'make a new network']]);
}
