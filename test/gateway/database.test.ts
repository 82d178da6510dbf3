import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { accessMigrations } from '@argosy/gateway/access/tables';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { migrate, organisationMigrations } from '@argosy/gateway/database/migrations';
import { cacheFolder } from '@argosy/gateway/database/template';
import { onEachEngine } from './database-engines.js';

onEachEngine('the database', (engine) => {
  let database: Database;
  let first: RoleDatabase;
  let second: RoleDatabase;

  beforeAll(async () => {
    database = await engine().open();
    first = await database.as('import_bank');
    second = await database.as('export_bank');
    await migrate(first, accessMigrations);
    await migrate(second, accessMigrations);
  }, 60_000);

  afterAll(() => database.close());

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

  test('shows each statement of a batch what the ones before it did', async () => {
    const answers = await first.run([
      session('d'),
      hashes,
      { sql: "delete from sessions where token_hash = 'd'", parameters: [] },
      hashes,
    ]);
    expect(answers.map(({ rows }) => rows.length)).toEqual([0, 2, 0, 1]);
    expect(answers.map(({ affectedRows }) => affectedRows)).toEqual([1, 0, 1, 0]);
  });

  test('answers values of each type in the same form', async () => {
    const sql = `select $1::text as text, $2::int as int, $3::bigint as bigint, $4::bigint as huge, $5::boolean as truth,
      $6::jsonb as json, $7::bytea as bytes, $8::text as nothing, $9::numeric as numeric, count(*) as count`;
    const parameters = [
      'Straße \u{1f6a2}',
      7,
      2 ** 40,
      2n ** 62n,
      true,
      '{"a": [1]}',
      Uint8Array.of(0, 255),
      null,
      '1.50',
    ];
    const [answer] = await first.run([{ sql, parameters }]);
    const { bytes, ...rest } = answer?.rows[0] ?? {};
    expect(rest).toEqual({
      text: 'Straße \u{1f6a2}',
      int: 7,
      bigint: 2 ** 40,
      huge: 2n ** 62n,
      truth: true,
      json: { a: [1] },
      nothing: null,
      numeric: '1.50',
      count: 1,
    });
    expect([...(bytes as Uint8Array)]).toEqual([0, 255]);
  });

  test('answers the same statement again and again', async () => {
    const one = await first.in('import_bank_one');
    const two = await first.in('import_bank_two');
    for (const [schema, value] of [
      [one, 1],
      [two, 2],
    ] as const) {
      await schema.run([
        { sql: 'create table numbers (value int)', parameters: [] },
        { sql: 'insert into numbers values ($1)', parameters: [value] },
      ]);
    }
    for (let time = 0; time < 4; time += 1) {
      const ask = { sql: 'select value from numbers where value > $1', parameters: [0] };
      expect((await one.run([ask]))[0]?.rows).toEqual([{ value: 1 }]);
      expect((await two.run([ask]))[0]?.rows).toEqual([{ value: 2 }]);
    }
  });

  test('answers more different statements than it keeps prepared', async () => {
    const add = (number: number) => ({ sql: `select $1::int + ${number} as sum`, parameters: [1] });
    const sums = async (numbers: readonly number[]) => {
      const answers = await first.run(numbers.map(add));
      return answers.map(({ rows }) => rows[0]?.['sum']);
    };
    const many = Array.from({ length: 510 }, (_, number) => number);
    expect(await sums(many)).toEqual(many.map((number) => number + 1));
    expect(await sums([0, 509])).toEqual([1, 510]);
  });

  test('leaves no role and no half of a batch behind when a statement fails', async () => {
    const bad = { sql: 'select 1 / $1::int', parameters: [0] };
    await expect(second.run([session('e'), bad, session('f')])).rejects.toMatchObject({
      name: 'DatabaseError',
      code: '22012',
      isData: true,
    });
    expect((await second.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'b' }]);
    expect((await first.run([hashes]))[0]?.rows).toEqual([{ token_hash: 'a' }]);
  });

  test('migrates once, and refuses a schema of a newer gateway', async () => {
    await migrate(first, accessMigrations);
    await expect(migrate(first, [])).rejects.toThrow('use the newer gateway');
    expect(organisationMigrations.length).toBeGreaterThan(0);
  });

  test('refuses a name that is no role name', async () => {
    await expect(database.as('a"; drop table x')).rejects.toThrow('is no role name');
  });

  test('keeps what was written when it is opened again', async () => {
    await database.close();
    database = await engine().open();
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
