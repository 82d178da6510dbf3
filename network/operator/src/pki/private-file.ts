import { mkdirSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Write a file for this user alone; its content survives the machine's stop, and so does the file once its folder is synced. It
 *  may be left half written by a kill: the manifest says whether all was written. */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600, flush: true });
}

/** Resolves when these files and folders will survive the machine's stop. */
export async function syncAll(paths: Iterable<string>): Promise<void> {
  await Promise.all([...paths].map(sync));
}

async function sync(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
