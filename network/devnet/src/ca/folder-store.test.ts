import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openFolderStore } from './folder-store.js';
import { CaJournalDamaged } from './journal.js';
import type { Changes, Identity } from './records.js';
import { Registry } from './registry.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'argosy-ca-store-')), 'ca');
  file = join(folder, 'registry.log');
});
afterEach(() => {
  rmSync(join(folder, '..'), { recursive: true });
});

const change = (name: string): Changes => [{ kind: 'affiliation', name }];

function keep(...names: string[]): void {
  const store = openFolderStore(folder);
  for (const name of names) store.append(change(name));
  store.close();
}

function kept(): readonly Changes[] {
  const store = openFolderStore(folder);
  store.close();
  return store.load();
}

test('what was kept is there again, in order, and only for its owner', () => {
  keep('a', 'b');
  keep('c');
  expect(kept()).toEqual([change('a'), change('b'), change('c')]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a last line that was cut anywhere is cut off, and what follows is kept', () => {
  keep('first', 'second');
  const whole = readFileSync(file);
  const start = whole.indexOf('\n') + 1;
  for (let length = start; length < whole.length; length += 1) {
    writeFileSync(file, whole.subarray(0, length));
    keep('third');
    expect(kept()).toEqual([change('first'), change('third')]);
  }
});

test('what is cut off is gone from the file, however long it was', () => {
  keep('first');
  const { size } = statSync(file);
  appendFileSync(file, 'x'.repeat(5000));
  expect(kept()).toEqual([change('first')]);
  expect(statSync(file).size).toBe(size);
});

test('a last line with an end but another middle is cut off', () => {
  keep('first', 'second');
  const bytes = readFileSync(file);
  bytes.fill(0, bytes.length - 20, bytes.length - 5);
  writeFileSync(file, bytes);
  expect(kept()).toEqual([change('first')]);
});

test('damage before the last line is refused, and named', () => {
  keep('first', 'second', 'third');
  const bytes = readFileSync(file);
  const middle = bytes.indexOf('second');
  bytes.writeUInt8(0x53, middle);
  writeFileSync(file, bytes);
  expect(() => openFolderStore(folder)).toThrow(CaJournalDamaged);
  expect(() => openFolderStore(folder)).toThrow('line 2');
  appendFileSync(file, 'x');
  expect(() => openFolderStore(folder)).toThrow('line 2');
});

test('nothing is kept after it was closed', () => {
  const store = openFolderStore(folder);
  store.close();
  expect(() => store.append(change('late'))).toThrow('closed');
  expect(kept()).toEqual([]);
});

test('what takes the place of everything is there alone, and what follows is kept too', async () => {
  const store = openFolderStore(folder);
  store.append(change('a'));
  store.append(change('a'));
  const syncing = store.settled();
  store.replace([change('a')]);
  store.append(change('b'));
  await Promise.all([syncing, store.settled()]);
  store.close();
  expect(kept()).toEqual([change('a'), change('b')]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a file that was to take the place of another, and did not, is removed', () => {
  keep('a');
  writeFileSync(`${file}.tmp`, 'half');
  expect(kept()).toEqual([change('a')]);
  expect(existsSync(`${file}.tmp`)).toBe(false);
});

test('a registry says what it knows once, however often it changed', async () => {
  const registry = new Registry(openFolderStore(folder));
  const record = (enrolments: number): Identity => ({
    id: 'mei',
    secretHash: '',
    type: 'client',
    affiliation: '',
    attributes: [],
    maxEnrolments: -1,
    enrolments,
    revoked: false,
    wrongSecrets: 0,
  });
  for (let count = 1; count <= 3_000; count += 1)
    registry.commit([{ kind: 'identity', record: record(count) }]);
  await registry.settled();
  registry.close();
  expect(kept().length).toBeLessThan(1_010);
  const again = new Registry(openFolderStore(folder));
  expect(again.identity('mei')).toEqual(record(3_000));
  again.close();
});
