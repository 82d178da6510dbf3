import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { digestOf } from '@argosy/gateway/indexer/digest';
import { busyNetwork } from './busy-network.js';
import { onEachEngine } from './database-engines.js';
import { application } from './deal.js';
import type { MemoryNetwork } from './memory-network.js';
import { readModelOf, Stand } from './stand.js';

jest.setTimeout(120_000);

const credits = 100;

let network: MemoryNetwork;
/** Of the network before anything more is written, on each engine. */
const digests: string[] = [];

beforeAll(async () => {
  network = await busyNetwork(credits);
}, 120_000);

/** A stand whose read models have all blocks of the network. */
async function startOn(database: Database): Promise<Stand> {
  const stand = await Stand.start({ network, database, name: 'rebuild' });
  await stand.channel().indexer.reached(BigInt(network.blocks.length), 60_000);
  return stand;
}

onEachEngine('a digest', (engine) => {
  test('of the same blocks is the same, on whichever engine', async () => {
    const database = await engine().open();
    const stand = await startOn(database);
    digests.push((await stand.channel().digest()).digest);
    expect(new Set(digests).size).toBe(1);
    await stand.stop();
    await database.close();
  });
});

onEachEngine('a read model', (engine) => {
  let database: Database;
  let stand: Stand;
  beforeAll(async () => {
    database = await engine().open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    stand = await startOn(database);
  });
  afterEach(() => stand.stop());

  const ask = async (sql: string): Promise<readonly Record<string, unknown>[]> => {
    const role = await database.as('rebuild_importermsp');
    return (await role.run([{ sql, parameters: [] }]))[0]?.rows ?? [];
  };
  const served = (): Promise<unknown> => ask('select generation from read_models');
  const schemas = async (): Promise<unknown> =>
    (
      await ask(
        `select nspname as name from pg_namespace where nspname like 'rebuild\\_importermsp\\_%' order by 1`,
      )
    ).map(({ name }) => name);

  test('has another digest with each change', async () => {
    const { digest, tables } = await stand.channel().digest();
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(tables.find(({ table }) => table === 'documents')?.rows).toBeGreaterThan(credits);
    expect(tables.find(({ table }) => table === 'transactions')?.rows).toBeGreaterThan(2 * credits);
    const readModel = await readModelOf(database, { stand: 'rebuild' });
    for (const [change, back] of changes) {
      await run(readModel, change);
      expect((await digestOf(readModel)).digest).not.toBe(digest);
      await run(readModel, back);
      expect((await digestOf(readModel)).digest).toBe(digest);
    }
  });

  test('is built again beside the one that is served, with the same digest', async () => {
    const before = await stand.channel().digest();
    const rebuilding = stand.channel().rebuild();
    const ended = rebuilding.then(() => true);
    let reads = 0;
    while (!(await Promise.race([ended, delay(1, false)]))) {
      const answer = await stand.get('ines', '/v1/credits/C-0');
      expect(answer.statusCode).toBe(200);
      reads += 1;
    }
    expect(reads).toBeGreaterThan(1);
    expect(await rebuilding).toBe(BigInt(network.blocks.length));
    expect(await stand.channel().digest()).toEqual(before);
    expect(await served()).toEqual([{ generation: 2 }]);
    expect(await schemas()).toEqual(['rebuild_importermsp_trade_2']);
  });

  test('takes what is written meanwhile, and tells it on', async () => {
    const { height } = stand.channel().indexer;
    const told: bigint[] = [];
    stand.channel().onBlock(() => told.push(stand.channel().indexer.height));
    const rebuilding = stand.channel().rebuild();
    const key = `during-${height}`;
    const answer = await stand.post('ines', '/v1/credits', { key, body: application(key) });
    expect(answer.statusCode).toBe(201);
    await rebuilding;
    const after = await stand.post('ines', '/v1/credits', {
      key: `${key}-after`,
      body: application(`${key}-after`),
    });
    expect(after.statusCode).toBe(201);
    expect(told).toEqual([height + 1n, height + 2n]);
    const { digest } = await stand.channel().digest();
    await stand.channel().rebuild();
    expect((await stand.channel().digest()).digest).toBe(digest);
  });

  test('that a gateway was stopped over stays the one before, and can be built again', async () => {
    const [earlier] = (await served()) as { generation: number }[];
    const { digest } = await stand.channel().digest();
    const before = await schemas();
    const rebuilding = expect(stand.channel().rebuild()).rejects.toThrow('The gateway stops.');
    while (JSON.stringify(await schemas()) === JSON.stringify(before)) await delay(1);
    await stand.stop();
    await rebuilding;
    expect(await served()).toEqual([earlier]);
    stand = await startOn(database);
    expect((await stand.channel().digest()).digest).toBe(digest);
    await stand.channel().rebuild();
    expect((await stand.channel().digest()).digest).toBe(digest);
    expect(await schemas()).toHaveLength(1);
  });

  test('of blocks that do not verify any more is refused, and the one before goes on', async () => {
    const before = await served();
    const [good] = network.blocks.splice(5, 1, network.blocks[4] ?? new Uint8Array(0));
    await expect(stand.channel().rebuild()).rejects.toThrow('What came as block 5 is refused');
    network.blocks[5] = good ?? new Uint8Array(0);
    expect(await served()).toEqual(before);
    const key = `refused-${network.blocks.length}`;
    const answer = await stand.post('ines', '/v1/credits', { key, body: application(key) });
    expect(answer.statusCode).toBe(201);
  });

  test('that was deleted is built with the same digest', async () => {
    const { digest } = await stand.channel().digest();
    await stand.stop();
    for (const schema of (await schemas()) as string[]) await ask(`drop schema ${schema} cascade`);
    stand = await startOn(database);
    expect((await stand.channel().digest()).digest).toBe(digest);
  });
});

/** Each changes one row of a table, and takes it back. */
const changes = [
  [`update documents set status = status || 'x'`, `update documents set status = left(status, -1)`],
  [`update timeline set version = version + 1`, `update timeline set version = version - 1`],
  [`update transactions set index = -1 - index`, `update transactions set index = -1 - index`],
  [
    `update checkpoint set configuration = configuration || 'a'::bytea`,
    `update checkpoint set configuration = substr(configuration, 1, length(configuration) - 1)`,
  ],
  [
    `insert into quarantine values (1, 1, 'credit', '["C"]', 0, 'a', 'M', 'unsealed', '')`,
    'delete from quarantine',
  ],
] as const;

async function run(database: RoleDatabase, sql: string): Promise<void> {
  await database.run([{ sql, parameters: [] }]);
}
