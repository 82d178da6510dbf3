import { PGlite } from '@electric-sql/pglite';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The user's cache folder: ARGOSY_CACHE, else `argosy` in XDG_CACHE_HOME, else in ~/.cache. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const { ARGOSY_CACHE: own, XDG_CACHE_HOME: everybodys } = environment;
  // The XDG rules take a variable that is set to nothing as one that is not set.
  if (own !== undefined && own !== '') return own;
  const hasCommon = everybodys !== undefined && everybodys !== '';
  return join(hasCommon ? everybodys : join(homedir(), '.cache'), 'argosy');
}

/** Make `dataDir` a fresh data folder by copying the template; an existing one is left as it is.
 *  Initialising PostgreSQL takes seconds and a gigabyte of memory, copying a folder does not. */
export async function prepareDataFolder(dataDir: string, cache: string): Promise<void> {
  if (await exists(join(dataDir, 'PG_VERSION'))) return;
  const template = await templateFolder(cache);
  await mkdir(dirname(dataDir), { recursive: true });
  const unfinished = `${dataDir}.${randomUUID()}`;
  await cp(template, unfinished, { recursive: true });
  await rm(dataDir, { recursive: true, force: true });
  await rename(unfinished, dataDir);
}

async function templateFolder(cache: string): Promise<string> {
  const folder = join(cache, `pglite-${await pgliteVersion()}`);
  if (await exists(join(folder, 'PG_VERSION'))) return folder;
  await mkdir(cache, { recursive: true });
  const unfinished = `${folder}.${randomUUID()}`;
  const database = await PGlite.create(unfinished);
  await database.close();
  await rename(unfinished, folder).catch(async (error: unknown) => {
    // Another process may have finished first; its folder is as good.
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(join(folder, 'PG_VERSION')))) throw error;
  });
  return folder;
}

async function pgliteVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const text = await readFile(join(dirname(entry), '..', 'package.json'), 'utf8');
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed) {
    return String(parsed.version);
  }
  throw new Error('The package @electric-sql/pglite states no version.');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
