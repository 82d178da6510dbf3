import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database, type RoleDatabase } from './database.js';
import { gatewayMigrations, migrate, organisationMigrations } from './migrations.js';
import { cacheFolder } from './template.js';

describe('the embedded database', () => {
  let folder: string;
  let database: Database;
  let first: RoleDatabase;
  let second: RoleDatabase;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'argosy-database-'));
    database = await Database.open({
      dataDir: join(folder, 'data'),
      cache: cacheFolder(process.env),
    });
    first = await database.as('import_bank');
    second = await database.as('export_bank');
    await migrate(first, gatewayMigrations);
    await migrate(second, gatewayMigrations);
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  const session = (hash: string) => ({
    sql: 'insert into sessions values ($1, $2, $3, $4)',
    parameters: [hash, 'ines', '2026-01-01', '2026-01-02'],
  });
  const hashes = { sql: 'select token_hash from sessions order by 1', parameters: [] };

  test('gives each role its own tables under the same names', async () => {
    await first.run([session('a')]);
    await second.run([session('b')]);
    expect((await first.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'a' }]);
    expect((await second.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'b' }]);
  });

  test("refuses a role the other role's tables", async () => {
    const spy = { sql: 'select * from export_bank.sessions', parameters: [] };
    await expect(first.run([spy])).rejects.toThrow('permission denied for schema export_bank');
  });

  test('gives a role other schemas, in which its own one is seen too', async () => {
    const inner = await first.in('import_bank_trade_1');
    await inner.run([
      { sql: 'create table sessions (token_hash text)', parameters: [] },
      { sql: "insert into sessions values ('inner')", parameters: [] },
    ]);
    expect((await inner.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'inner' }]);
    expect((await first.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'a' }]);
    const version = { sql: 'select version from schema_version', parameters: [] };
    expect((await inner.run([version]))[0]?.rows).toEqual([{ version: 1 }]);
    const again = await first.in('import_bank_trade_1');
    expect((await again.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'inner' }]);
    const spy = { sql: 'select * from import_bank_trade_1.sessions', parameters: [] };
    await expect(second.run([spy])).rejects.toThrow('permission denied for schema');
  });

  test.each(['export_bank', 'import_bank', 'import_bank_"', `import_bank_${'x'.repeat(60)}`])(
    'refuses %s as a schema of a role',
    async (schema) => {
      await expect(first.in(schema)).rejects.toThrow('is no name of a schema of "import_bank"');
    },
  );

  test('runs a batch whole or not at all', async () => {
    await expect(first.run([session('c'), session('a')])).rejects.toMatchObject({ code: '23505' });
    expect((await first.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'a' }]);
  });

  test('keeps the order of requests sent without waiting', async () => {
    const answers = await Promise.all([
      first.run([session('d')]),
      first.run([hashes]),
      first.run([{ sql: "delete from sessions where token_hash = 'd'", parameters: [] }]),
      first.run([hashes]),
    ]);
    expect(answers.map(([answer]) => answer?.rows.length)).toEqual([0, 2, 0, 1]);
  });

  test('migrates once, and refuses a schema of a newer gateway', async () => {
    await migrate(first, gatewayMigrations);
    await expect(migrate(first, [])).rejects.toThrow('use the newer gateway');
    expect(organisationMigrations.length).toBeGreaterThan(0);
  });

  test('refuses a name that is no role name', async () => {
    await expect(database.as('a"; drop table x')).rejects.toThrow('is no role name');
  });

  test('keeps what was written when it is opened again', async () => {
    await database.close();
    database = await Database.open({
      dataDir: join(folder, 'data'),
      cache: cacheFolder(process.env),
    });
    first = await database.as('import_bank');
    expect((await first.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'a' }]);
  });
});

describe('the cache folder', () => {
  test.each([
    [{ ARGOSY_CACHE: '/c' }, '/c'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/argosy'],
  ])('%j is %s', (settings, expected) => {
    expect(cacheFolder(settings)).toBe(expected);
  });
});
