import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { memoryDatabase, openDatabase, stateDigest } from './database.js';
import type { Change, DatabaseView, LedgerDatabase } from './database.js';

const put = (key: string, value: string): Change => ({
  key: Buffer.from(`\u0002${key}`),
  value: Buffer.from(value),
});
const del = (key: string): Change => ({ key: Buffer.from(`\u0002${key}`), value: undefined });
const write = (database: LedgerDatabase, ...changes: Change[]): Promise<void> =>
  database.write(changes, { durable: false });

async function read(
  view: DatabaseView,
  bounds: { start?: string; end?: string; reverse?: boolean } = {},
): Promise<string[]> {
  const found: string[] = [];
  const start = Buffer.from(`\u0002${bounds.start ?? ''}`);
  const end = bounds.end === undefined ? Buffer.of(3) : Buffer.from(`\u0002${bounds.end}`);
  for await (const [key, value] of view.range({ start, end, reverse: bounds.reverse ?? false })) {
    found.push(`${key.toString('utf8', 1)}=${value.toString()}`);
  }
  return found;
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `k${String(i).padStart(4, '0')}`);

let folder: string;
let open: LedgerDatabase[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-database-'));
  open = [];
});
afterEach(async () => {
  for (const database of open) await database.close();
  rmSync(folder, { recursive: true });
});

const kinds = [
  ['in memory', async () => memoryDatabase()],
  ['on disk', async () => openDatabase(folder)],
] as const;

describe.each(kinds)('a database %s', (_, make) => {
  let database: LedgerDatabase;

  beforeEach(async () => {
    database = await make();
    await database.open();
    open.push(database);
  });

  test('holds what was put and not what was deleted; of one batch the last change of a key counts', async () => {
    await write(database, put('a', '1'), put('b', '1'), del('b'), put('c', '1'), put('c', '2'));
    expect(await read(database)).toEqual(['a=1', 'c=2']);
    expect(database.get(put('c', '').key)?.toString()).toBe('2');
    expect(database.get(put('b', '').key)).toBeUndefined();
  });

  test.each([0, 1, 31, 32, 33, 287, 288, 289, 1000])(
    'hands out a range of %d entries, forwards and backwards',
    async (count) => {
      const keys = numbered(count);
      await write(database, ...keys.map((key) => put(key, 'v')));
      const all = keys.map((key) => `${key}=v`);
      expect(await read(database)).toEqual(all);
      expect(await read(database, { reverse: true })).toEqual([...all].reverse());
    },
  );

  test('begins a range at its start and ends it before its end', async () => {
    await write(database, ...numbered(300).map((key) => put(key, 'v')));
    const found = await read(database, { start: 'k0002', end: 'k0250' });
    expect(found.at(0)).toBe('k0002=v');
    expect(found.at(-1)).toBe('k0249=v');
    expect(found).toHaveLength(248);
  });

  test('keeps a snapshot as it was, also in the middle of a range', async () => {
    await write(database, ...numbered(100).map((key) => put(key, '1')));
    const snapshot = database.snapshot();
    const range = snapshot.range({ start: Buffer.of(2), end: Buffer.of(3) });
    await range.next();
    await write(database, ...numbered(50).map((key) => del(key)), put('z', '1'));
    const rest: unknown[] = [];
    for await (const entry of range) rest.push(entry);
    expect(rest).toHaveLength(99);
    expect(await read(snapshot)).toHaveLength(100);
    expect(snapshot.get(put('k0000', '').key)?.toString()).toBe('1');
    snapshot.release();
    expect(await read(database)).toHaveLength(51);
  });

  test('forgets the keys of a prefix and no others', async () => {
    const [before, after] = [Buffer.of(1, 255), Buffer.of(3)];
    const value = Buffer.of(1);
    await write(database, put('a', '1'), { key: before, value }, { key: after, value });
    await database.clear(Buffer.of(2));
    expect(await read(database)).toEqual([]);
    expect([database.get(before), database.get(after)]).toEqual([value, value]);
  });

  test('has a digest of all that it holds, whatever the way to it', async () => {
    await write(database, put('a', '1'), put('b', '2'));
    const first = await stateDigest(database);
    await write(database, put('b', '3'), put('c', '4'));
    expect(await stateDigest(database)).not.toBe(first);
    await write(database, put('b', '2'), del('c'));
    expect(await stateDigest(database)).toBe(first);
    // The border between key and value counts.
    await write(database, del('a'), put('a1', ''));
    expect(await stateDigest(database)).not.toBe(first);
  });
});

describe('a database on disk', () => {
  test('is there again when it is opened again', async () => {
    const database = await openDatabase(folder);
    await write(database, put('a', '1'));
    const digest = await stateDigest(database);
    await database.close();
    const again = await openDatabase(folder);
    open.push(again);
    expect(await stateDigest(again)).toBe(digest);
  });

  test('has the digest of one in memory that holds the same', async () => {
    const [disk, memory] = [await openDatabase(folder), memoryDatabase()];
    open.push(disk, memory);
    await memory.open();
    for (const database of [disk, memory]) await write(database, put('b', '2'), put('a', '1'));
    expect(await stateDigest(disk)).toBe(await stateDigest(memory));
  });

  test('is refused to a second one while it is open', async () => {
    open.push(await openDatabase(folder));
    await expect(openDatabase(folder)).rejects.toThrow(
      `the database in ${folder} cannot be opened: it is in use`,
    );
  });

  test('that is damaged is refused with the way out', async () => {
    await (await openDatabase(folder)).close();
    writeFileSync(join(folder, 'CURRENT'), 'nothing');
    await expect(openDatabase(folder)).rejects.toThrow(/without that folder it is made again/);
  });
});

test('what stands in memory does not keep the memory of what it was made from', async () => {
  const database = memoryDatabase();
  await database.open();
  const block = Buffer.alloc(1_000_000);
  await database.write([{ key: block.subarray(0, 3), value: block.subarray(3, 6) }], {
    durable: false,
  });
  expect(database.get(Buffer.alloc(3))?.buffer.byteLength).toBe(3);
});
