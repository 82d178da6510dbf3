import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { reasonOf } from '@argosy/protocol/reason';

const TOKEN_BYTES = 32;
const SHORTEST = 32;

/** The token in a file; where there is no file yet, one is made that nobody else may read. Refuses: a file that others may read; a short token. */
export async function tokenIn(path: string): Promise<string> {
  await make(path);
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0)
    throw new Error(`others may read the token in ${path}: allow only its owner (chmod 600)`);
  const token = (await readFile(path, 'utf8')).trim();
  if (token.length < SHORTEST)
    throw new Error(
      `the token in ${path} is shorter than ${SHORTEST} characters: remove the file, and a new one is made`,
    );
  return token;
}

/** Whether two tokens are equal; how long it takes does not tell where they differ. */
export const isSameToken = (one: string, other: string): boolean =>
  timingSafeEqual(digest(one), digest(other));

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Whoever is killed here leaves no half of a token. */
async function make(path: string): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.draft`;
  const token = `${randomBytes(TOKEN_BYTES).toString('base64url')}\n`;
  try {
    await writeFile(draft, token, { mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (error) {
    throw new Error(
      `the token of the controls cannot be written to ${path}: ${reasonOf(error)}; make its folder, or name another file`,
      { cause: error },
    );
  }
}
