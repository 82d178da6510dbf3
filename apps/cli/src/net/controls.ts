import { existsSync } from 'node:fs';
import { ControlClient } from '@argosy/devnet/controls/client';
import { ControlFailure } from '@argosy/devnet/controls/control-failure';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { readDescription } from '@argosy/operator/description';
import type { NetworkDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';
import { CommandFailure } from './command-failure.js';
import { exitCode } from './exit-codes.js';

/** The controls of the development network that runs from a folder, whoever started it. Refuses where none does. */
export async function controlsAt(home: string): Promise<ControlClient> {
  const isHeld = (await FolderLock.holder(home)) !== undefined;
  const description = isHeld ? readDescription(runFolder(home)) : undefined;
  if (description === undefined) throw nothingRuns(home, 'Nothing runs there.');
  return controlsOf(description, home);
}

/** The controls of a network that is up. Refuses where it has none. */
export async function controlsOf(
  { controls, about }: NetworkDescription,
  home: string,
): Promise<ControlClient> {
  if (controls === undefined) {
    throw new CommandFailure(exitCode.conflict, {
      what: `The network in ${home} has no controls`,
      why: `It is ${about}, which goes by the machine's clock and keeps what it has.`,
      fix: 'Use a development network for what needs them.',
    });
  }
  if (!existsSync(controls.tokenFile)) throw nothingRuns(home, 'It is still starting.');
  return ControlClient.open(controls);
}

/** What a control answers. A refusal begins with the sentence that says what was not done. */
export async function orRefusal<T>(notDone: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (failure) {
    if (!(failure instanceof ControlFailure)) throw failure;
    const { error, rule = '', advice } = failure.refusal;
    throw new CommandFailure(exitCodeOf(failure.status), {
      what: `${notDone}: ${error}`,
      why: rule === '' ? '' : `It ${rule}.`,
      fix: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
    });
  }
}

function exitCodeOf(status: number): number {
  if (status === 400) return exitCode.usage;
  return status === 404 ? exitCode.notFound : exitCode.conflict;
}

const nothingRuns = (home: string, why: string): CommandFailure =>
  new CommandFailure(exitCode.notFound, {
    what: `No network is up from ${home}`,
    why,
    fix: 'Bring one up with `argosy net up`, or name its run folder with --home DIR; `argosy devnet` says which is its own.',
  });
