import { mkdirSync, renameSync } from 'node:fs';
import { open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Write a whole file for this user alone, or nothing: whoever goes on after a kill finds no half of one. Its content survives the
 *  machine's stop, and so does the file once its folder is synced. */
export async function writePrivateFile(file: string, content: string): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  renameSync(draft, file);
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
