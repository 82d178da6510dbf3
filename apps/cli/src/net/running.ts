import { FolderLock } from '@argosy/ledger/folder-lock';
import { readRecord } from './record.js';
import type { NetworkRecord } from './record.js';

/** Who uses a run folder. */
export type Running =
  | { readonly by: 'nobody'; readonly last?: NetworkRecord }
  /** A network that this command line started, in a process of its own or in a terminal. */
  | { readonly by: 'us'; readonly record: NetworkRecord }
  /** A process that holds the folder and says nothing of itself. */
  | { readonly by: 'other'; readonly pid: number };

/** Find out who uses a run folder. Its lock says who lives, and the record what that process does. */
export async function findRunning(home: string): Promise<Running> {
  const pid = await FolderLock.holder(home);
  const record = readRecord(home);
  if (pid === undefined)
    return record === undefined ? { by: 'nobody' } : { by: 'nobody', last: record };
  // A process that is too busy to say its id is the one that wrote the record.
  if (record !== undefined && (record.pid === pid || Number.isNaN(pid)))
    return { by: 'us', record };
  return { by: 'other', pid };
}
