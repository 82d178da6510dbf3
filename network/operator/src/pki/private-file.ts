import { renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makePrivateDirectory } from '../files.js';

/** Write a whole file or nothing, for this user alone. It is not synced: `syncFiles` does that for all at once. */
export function writePrivateFile(file: string, content: string): void {
  makePrivateDirectory(dirname(file));
  const draft = `${file}.tmp`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, file);
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
