import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import {
  DatabaseError,
  databaseCodes,
  type Database,
  type RoleDatabase,
} from '@argosy/gateway/database/database';
import { PostgresDatabase } from '@argosy/gateway/database/postgres/database';
import { makeConsortium, type Consortium } from '../support/consortium.js';
import { onEachEngine, onPostgres } from './database-engines.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { readModelOf, Stand } from './stand.js';

jest.setTimeout(60_000);

let consortium: Consortium;
let network: MemoryNetwork;
let stand: Stand;
let run = 0;

beforeAll(async () => {
  consortium = await makeConsortium();
});

const start = (database: Database): Promise<Stand> => {
  run += 1;
  network = new MemoryNetwork(consortium);
  return Stand.start({ network, database, name: `loss${run}`, outcomeLimitMilliseconds: 300 });
};

const apply = (reference: string, wait = 10) =>
  stand.post('ines', '/v1/credits', {
    key: reference,
    body: application(reference),
    headers: { prefer: `wait=${wait}` },
  });

/** The states of all operations, and which transactions took effect more than once. */
async function stored(database: Database): Promise<Record<string, unknown>> {
  const readModel = await readModelOf(database, { stand: `loss${run}` });
  const ask = async (sql: string): Promise<unknown> =>
    (await readModel.run([{ sql, parameters: [] }]))[0]?.rows;
  return {
    states: await ask('select distinct state from operations'),
    doubled: await ask(
      'select transaction_id from transactions where code = 0 group by 1 having count(*) > 1',
    ),
    versions: await ask(
      `select count(*) as entries, count(distinct parts) as credits from timeline where kind = 'credit'`,
    ),
    blocks: await ask('select count(distinct block) as count from transactions'),
  };
}

onPostgres('a gateway whose server is killed', (server) => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await PostgresDatabase.open(await server().url('gateway'));
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    stand = await start(database);
  });
  afterEach(() => stand.stop());

  test('while a block is stored stores it once, and ends its operation', async () => {
    const readModel = await readModelOf(database, { stand: `loss${run}` });
    await readModel.run([
      {
        sql: `create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(1); return new; end $$`,
        parameters: [],
      },
      {
        sql: 'create trigger linger before update on checkpoint for each row execute function linger()',
        parameters: [],
      },
    ]);
    const sent = apply('K-1');
    await until(() => network.blocks.length === 3);
    await delay(300);
    await server().kill();
    const during = await apply('K-2', 0);
    expect(during.statusCode).toBe(503);
    expect(during.headers['retry-after']).toBe('2');
    expect(during.json()).toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryable: true });
    const ready = await stand.app.inject({ method: 'GET', url: '/readyz' });
    expect(ready.statusCode).toBe(503);
    expect(ready.json()).toMatchObject({ organisations: [{ database: 'fails' }, {}] });
    await server().restart();
    await sent;
    await until(async () => (await apply('K-1').catch(() => undefined))?.statusCode === 201);
    expect(await stored(database)).toEqual({
      states: [{ state: 'committed' }],
      doubled: [],
      versions: [{ entries: 1, credits: 1 }],
      blocks: [{ count: 3 }],
    });
  });

  test('again and again at any moment loses nothing and does nothing twice', async () => {
    const references = Array.from({ length: 12 }, (_, index) => `R-${index}`);
    const sent = references.map(async (reference, index) => {
      await delay(index * 80);
      return apply(reference).catch(() => undefined);
    });
    for (let time = 0; time < 3; time += 1) {
      await delay(120 + 90 * time);
      await server().kill();
      await server().restart();
    }
    await Promise.all(sent);
    for (const reference of references) {
      await until(async () => (await apply(reference)).statusCode === 201);
    }
    expect(await stored(database)).toMatchObject({
      states: [{ state: 'committed' }],
      doubled: [],
      versions: [{ entries: 12, credits: 12 }],
    });
  });
});

onEachEngine('a block whose commit is not answered', (engine) => {
  test('counts once, and those who wait for it are told', async () => {
    const database = await engine().open();
    let isCut = false;
    const cutting = (role: RoleDatabase): RoleDatabase => ({
      ...role,
      in: async (schema) => cutting(await role.in(schema)),
      run: async (statements) => {
        const answers = await role.run(statements);
        if (!isCut || statements[0]?.sql.startsWith('select store_block') !== true) return answers;
        isCut = false;
        throw new DatabaseError('The connection broke.', databaseCodes.outcomeUnknown);
      },
    });
    stand = await start({
      as: async (role) => cutting(await database.as(role)),
      onReturn: () => undefined,
      close: () => database.close(),
    });
    isCut = true;
    const answer = await apply('C-1');
    expect(isCut).toBe(false);
    expect(answer.statusCode).toBe(201);
    expect(stand.channel().indexer.height).toBe(3n);
    expect(await stored(database)).toMatchObject({ doubled: [], blocks: [{ count: 3 }] });
    await stand.stop();
    await database.close();
  });
});

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 400) throw new Error('It did not come to that.');
    await delay(20);
  }
}
