import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { clearLeftOvers } from '@argosy/operator/process/left-over';
import { runFolder } from '@argosy/operator/run-folder';
import { isRunFolder } from '@argosy/operator/run-folder-entries';

const prefix = 'argosy-devnet-';
/** As the system makes such names. */
const made = /^argosy-devnet-[A-Za-z0-9]{6}$/;

/** A folder for one run, which nobody else may read. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), prefix));

/** Remove the folders that runs of this user left behind because they were killed; there are keys in them. Answers which.
 *  What cannot be removed now stays for the next time: it must not keep a network from starting.
 *  A folder belongs to a living run when that holds its lock, and to one that is just beginning when nothing is in it. */
export async function removeDeadRuns(parent = tmpdir()): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (made.test(name) && isOurs(folder) && (await removeDead(folder))) removed.push(folder);
  }
  return removed;
}

/** A folder itself, not a link to one, that this user made. */
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  const isThisUsers = process.getuid === undefined || found?.uid === process.getuid();
  return found?.isDirectory() === true && isThisUsers && isRunFolder(path);
}

async function removeDead(folder: string): Promise<boolean> {
  try {
    // Asked first: taking it would make anew what another one has just removed.
    if ((await FolderLock.holder(folder)) !== undefined) return false;
    const lock = await FolderLock.take(folder);
    try {
      await clearLeftOvers(runFolder(folder).processes);
      rmSync(folder, { recursive: true, force: true });
    } finally {
      await lock.release();
    }
    return true;
  } catch {
    return false;
  }
}
