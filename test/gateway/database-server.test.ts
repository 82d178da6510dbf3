import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { RoleDatabase, Statement } from '@argosy/gateway/database/database';
import { PostgresDatabase } from '@argosy/gateway/database/postgres/database';
import { standardLimits } from '@argosy/gateway/database/postgres/keeper';
import { onPostgres } from './database-engines.js';

jest.setTimeout(60_000);

const limits = {
  ...standardLimits,
  beatMilliseconds: 200,
  answerMilliseconds: 500,
  takeoverMilliseconds: 300,
};

function plain(...statements: readonly string[]): Statement[] {
  return statements.map((sql) => ({ sql, parameters: [] }));
}

onPostgres('the server', (server) => {
  let database: PostgresDatabase;
  let bank: RoleDatabase;

  beforeAll(async () => {
    database = await PostgresDatabase.open(await server().url('gateway'), limits);
    bank = await database.as('bank');
    await bank.run(
      plain(
        'create table rows (id int primary key, value int not null)',
        'insert into rows values (1, 0), (2, 0)',
      ),
    );
  });
  afterAll(() => database.close());

  const values = async (): Promise<unknown[]> => {
    const [answer] = await bank.run(plain('select value from rows order by id'));
    return (answer?.rows ?? []).map(({ value }) => value);
  };

  test('gives the schemas of an organisation to one process', async () => {
    const url = await server().url('gateway');
    const second = await PostgresDatabase.open(url, limits);
    await expect(second.as('bank')).rejects.toThrow(
      /^Another gateway process works in the schemas of "bank" in PostgreSQL, database gateway at .*Stop it, or give this one a database of its own\.$/,
    );
    const other = await second.as('carrier');
    expect((await other.run(plain('select 1 as one')))[0]?.rows).toEqual([{ one: 1 }]);
    await second.close();
    const third = await PostgresDatabase.open(url, limits);
    await expect(third.as('carrier')).resolves.toMatchObject({ role: 'carrier' });
    await third.close();
  });

  test('takes a login that may make roles and schemas, and needs no more', async () => {
    const url = await server().url('modest', 'modest', 'modest');
    await server().query(`create role modest login createrole password 'modest'`);
    const weak = await PostgresDatabase.open(url, limits);
    await expect(weak.as('modest_bank')).rejects.toThrow('permission denied for database modest');
    await weak.close();
    await server().query('grant create on database modest to modest');
    const enough = await PostgresDatabase.open(url, limits);
    const role = await enough.as('modest_bank');
    const inner = await role.in('modest_bank_trade_1');
    await inner.run(plain('create table t (value int)'));
    const [answer] = await inner.run(
      plain(
        `select tableowner as owner, schemaname as schema, current_user as user from pg_tables where tablename = 't'`,
      ),
    );
    expect(answer?.rows).toEqual([
      { owner: 'modest_bank', schema: 'modest_bank_trade_1', user: 'modest_bank' },
    ]);
    const rich = await PostgresDatabase.open(await server().url('modest'), limits);
    const foreign = await rich.as('foreign');
    await server().query('create schema foreign_1 authorization modest_bank', 'modest');
    await expect(foreign.in('foreign_1')).rejects.toThrow('does not belong to "foreign"');
    await rich.close();
    await enough.close();
  });

  test('is refused with a wrong password, and no error repeats the right one or the wrong', async () => {
    const url = await server().url('gateway', 'captain', 'wrong-pass');
    const refusal: unknown = await PostgresDatabase.open(url, limits).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({
      name: 'DatabaseError',
      code: '08001',
      message: expect.stringContaining('password authentication failed for user "captain"'),
    });
    const told = `${JSON.stringify(refusal)} ${String(refusal)} ${(refusal as Error).stack}`;
    expect(told).not.toContain('wrong-pass');
    expect(told).not.toContain(server().password);
  });

  test('that is not there is named, without how to enter it', async () => {
    const url = 'postgresql://captain:s3cret@%2Fnowhere/gateway';
    const opening = PostgresDatabase.open(url, limits);
    await expect(opening).rejects.toMatchObject({
      code: '08001',
      isUnavailable: true,
      message: expect.stringMatching(
        /^PostgreSQL, database gateway at \/nowhere\/.s.PGSQL.5432, takes no connection: .*ENOENT/,
      ),
    });
  });

  test('ends a statement that takes too long, and goes on', async () => {
    const slow = bank.run(plain('set local statement_timeout = 50', 'select pg_sleep(5)'));
    await expect(slow).rejects.toMatchObject({ code: '57014', isTimeout: true });
    expect(await values()).toEqual([0, 0]);
  });

  test('runs again what another transaction was in the way of', async () => {
    const add = (first: number, second: number): Promise<unknown> =>
      bank.run(
        plain(
          `update rows set value = value + 1 where id = ${first}`,
          'select pg_sleep(0.3)',
          `update rows set value = value + 1 where id = ${second}`,
        ),
      );
    await Promise.all([add(1, 2), add(2, 1)]);
    expect(await values()).toEqual([2, 2]);
    const hopeless = `do $$ begin raise exception 'in the way' using errcode = '40001'; end $$`;
    await expect(bank.run(plain(hopeless))).rejects.toMatchObject({
      code: '40001',
      isSerialization: true,
      isUnavailable: false,
    });
  });

  test('runs at the same time what is asked at the same time', async () => {
    const since = performance.now();
    await Promise.all([1, 2, 3, 4].map(() => bank.run(plain('select pg_sleep(0.5)'))));
    expect(performance.now() - since).toBeLessThan(1_500);
  });

  test('may be killed and come back', async () => {
    let returns = 0;
    database.onReturn(() => (returns += 1));
    const running = bank.run(plain('update rows set value = 7', 'select pg_sleep(20)'));
    const ended = expect(running).rejects.toMatchObject({
      code: '08007',
      isOutcomeUnknown: true,
      isUnavailable: true,
    });
    await delay(200);
    await server().kill();
    await ended;
    await expect(bank.run(plain('select 1'))).rejects.toMatchObject({
      isUnavailable: true,
      code: '08001',
    });
    await server().restart();
    await until(() => returns === 1);
    expect(await values()).toEqual([2, 2]);
    const second = await PostgresDatabase.open(await server().url('gateway'), limits);
    await expect(second.as('bank')).rejects.toThrow('Another gateway process');
    await second.close();
  });

  test('that stops answering is given up, and used again once it answers', async () => {
    let returns = 0;
    database.onReturn(() => (returns += 1));
    const running = bank.run(plain('select pg_sleep(3)'));
    const ended = expect(running).rejects.toMatchObject({ isOutcomeUnknown: true });
    await delay(100);
    server().freeze(true);
    await ended;
    await expect(bank.run(plain('select 1'))).rejects.toMatchObject({ isUnavailable: true });
    server().freeze(false);
    await until(() => returns === 1);
    expect(await values()).toEqual([2, 2]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 1_000) throw new Error('It did not come to that.');
    await delay(10);
  }
}
