import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Write a file for this user alone. It is not synced, and may be left half written by a kill: the manifest says whether all
 *  was written, and `syncFiles` syncs them all at once. */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
}

/** Resolves when the files and their folders will survive the machine's stop. */
export async function syncFiles(files: readonly string[]): Promise<void> {
  const all = [...files, ...new Set(files.map(dirname))];
  await Promise.all(all.map(sync));
}

async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
