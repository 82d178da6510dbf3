import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLock } from '@argosy/ledger/folder-lock';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeDeadRuns } from './temporary-folder.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'argosy-dead-runs-'));
});
afterEach(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** A folder with keys in it. */
function folder(name: string): string {
  const path = join(parent, name);
  mkdirSync(join(path, 'material'), { recursive: true });
  writeFileSync(join(path, 'material', 'key.pem'), 'secret');
  return path;
}

test('what a killed run left is removed, with the keys in it', async () => {
  const dead = [folder('argosy-devnet-abCD12'), folder('argosy-devnet-000000')];
  expect([...(await removeDeadRuns(parent))].sort()).toEqual([...dead].sort());
  expect(dead.filter((it) => existsSync(it))).toEqual([]);
  expect(await removeDeadRuns(parent)).toEqual([]);
});

test('what a living run holds, what has just begun, and what is something else stays', async () => {
  const held = folder('argosy-devnet-livIng');
  const begun = join(parent, 'argosy-devnet-begun1');
  mkdirSync(begun);
  const others = ['argosy-devnet-test-abCD12', 'argosy-net-abCD12', 'argosy-devnet-'].map(folder);
  const elsewhere = folder('elsewhere');
  const link = join(parent, 'argosy-devnet-linked');
  symlinkSync(elsewhere, link);
  const lock = await FolderLock.take(held);
  try {
    expect(await removeDeadRuns(parent)).toEqual([]);
  } finally {
    await lock.release();
  }
  const kept = [held, begun, ...others, elsewhere, link];
  expect(kept.filter((it) => !existsSync(it))).toEqual([]);
});

test('two that start at once share the work', async () => {
  const dead = Array.from({ length: 5 }, (_, index) => folder(`argosy-devnet-00000${index}`));
  const removed = await Promise.all([removeDeadRuns(parent), removeDeadRuns(parent)]);
  expect(removed.flat().length).toBeGreaterThanOrEqual(dead.length);
  expect(dead.filter((it) => existsSync(it))).toEqual([]);
});
