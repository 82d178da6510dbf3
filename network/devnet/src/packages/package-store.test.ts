import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readPackage, servicePackage } from './chaincode-package.js';
import { FolderFiles } from '../storage/folder-files.js';
import { PackageStore } from './package-store.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = async (): Promise<PackageStore> => PackageStore.open(await FolderFiles.open(folder));

const { bytes, id } = servicePackage('kv_1', { address: 'localhost:1' });
const fileName = `${id.replace(':', '.')}.tar.gz`;

async function kept(): Promise<PackageStore> {
  const store = await open();
  await store.save(await readPackage(bytes), bytes);
  return store;
}

test('a package is there again when the folder is opened anew', async () => {
  await kept();
  expect(await readdir(folder)).toEqual([fileName]);
  const again = await open();
  expect(again.list().map((one) => one.id)).toEqual([id]);
  expect((await again.load(id)).equals(bytes)).toBe(true);
});

test('what was half written when the process ended is not there', async () => {
  await writeFile(join(folder, `${fileName}.draft`), bytes.subarray(0, 100));
  expect((await open()).list()).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test('a package that is not installed', async () => {
  const store = await open();
  await expect(store.load('kv:1')).rejects.toThrow("chaincode install package 'kv:1' not found");
});

test('a damaged package is named', async () => {
  await kept();
  const file = join(folder, fileName);
  const content = await readFile(file);
  content[content.length - 100]! ^= 1;
  await writeFile(file, content);
  await expect(open()).rejects.toThrow(`the chaincode package ${file} is damaged`);
  await truncate(file, 50);
  await expect(open()).rejects.toThrow(`the chaincode package ${file} is damaged`);
});
