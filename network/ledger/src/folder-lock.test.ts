import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FolderLock } from './folder-lock.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('a held folder is refused and its holder named, and free again after release', async () => {
  const lock = await FolderLock.take(folder);
  await expect(FolderLock.take(folder)).rejects.toMatchObject({
    message: `${folder} is in use by process ${process.pid}`,
  });
  expect(await FolderLock.holder(folder)).toBe(process.pid);
  await lock.release();
  expect(await FolderLock.holder(folder)).toBeUndefined();
  await (await FolderLock.take(folder)).release();
});

test('nobody holds a folder that is not there', async () => {
  expect(await FolderLock.holder(join(folder, 'none'))).toBeUndefined();
});

test('the folder of a holder that was killed is free at once', async () => {
  const holder = spawn(process.execPath, ['--input-type=module', '--eval', program(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  await once(holder.stdout, 'data');
  await expect(FolderLock.take(folder)).rejects.toThrow(`in use by process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  await (await FolderLock.take(folder)).release();
});

/** A process that takes the folder, says so and stays. */
const program = (held: string): string => `
  import { FolderLock } from ${JSON.stringify(new URL('../dist/folder-lock.js', import.meta.url).href)};
  await FolderLock.take(${JSON.stringify(held)});
  console.log('held');
  setInterval(() => {}, 1000);
`;
