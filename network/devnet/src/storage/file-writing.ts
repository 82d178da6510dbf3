import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the writing of a file can be interrupted. */
export type FilePoint =
  | 'before the draft'
  | 'within the draft'
  | 'after the draft'
  | 'after the rename'
  | 'after the folder';

export const DRAFT = '.draft';

/** Put a content in the place of a file: a draft first, which then takes its name. */
export async function replaceFile(
  path: string,
  content: Uint8Array,
  reached: (point: FilePoint) => void = () => undefined,
): Promise<void> {
  const draft = `${path}${DRAFT}`;
  reached('before the draft');
  const file = await open(draft, 'w', 0o600);
  try {
    const half = Math.floor(content.length / 2);
    await file.writeFile(content.subarray(0, half));
    reached('within the draft');
    await file.writeFile(content.subarray(half));
    await file.sync();
  } finally {
    await file.close();
  }
  reached('after the draft');
  await rename(draft, path);
  reached('after the rename');
  await syncPath(dirname(path));
  reached('after the folder');
}

/** Sync a file; or a folder: what was made, renamed or removed in it is safe only then. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
