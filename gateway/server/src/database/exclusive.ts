import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Hold a folder for this process alone: two processes on one PGlite data folder destroy it.
 *  Refuses: a folder held by a process that is alive. A dead holder's claim is taken over. */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'gateway.pid');
  if (!(await claim(file))) {
    const holder = Number(await readFile(file, 'utf8'));
    if (isAlive(holder)) {
      throw new Error(
        `The data folder ${folder} is in use by process ${holder}. Stop it first; if that process is not a gateway, delete ${file}.`,
      );
    }
    await rm(file, { force: true });
    if (!(await claim(file))) throw new Error(`Another gateway is just taking ${folder}.`);
  }
  return () => rm(file, { force: true });
}

async function claim(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
