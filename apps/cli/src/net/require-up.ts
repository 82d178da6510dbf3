import { readDescription } from '@argosy/operator/description';
import type { NetworkDescription } from '@argosy/operator/description';
import { runFolder } from '@argosy/operator/run-folder';
import type { RunFolder } from '@argosy/operator/run-folder';
import { CommandFailure } from './command-failure.js';
import { exitCode } from './exit-codes.js';
import type { NetworkRecord } from './record.js';
import { findRunning } from './running.js';

export type UpNetwork = {
  readonly record: NetworkRecord;
  readonly description: NetworkDescription;
  readonly folder: RunFolder;
};

/** The network that is up from a folder. Refuses where none is. */
export async function requireUp(home: string): Promise<UpNetwork> {
  const running = await findRunning(home);
  const folder = runFolder(home);
  const description = readDescription(folder);
  if (running.by === 'us' && running.record.state === 'up' && description !== undefined)
    return { record: running.record, description, folder };
  const state = running.by === 'us' ? `It is ${running.record.state}.` : 'Nothing runs there.';
  throw new CommandFailure(exitCode.notFound, {
    what: `No network is up from ${home}`,
    why: state,
    fix: 'Bring it up with `argosy net up`, or name another folder with --home DIR.',
  });
}
