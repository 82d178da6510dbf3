import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import type { Database } from '@argosy/gateway/database/database';
import { arrows, type CheckpointName } from '@argosy/gateway/operations/checkpoints';
import { makeConsortium, type Consortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { Stand, temporaryDatabase } from './stand.js';

// Each test starts two gateways, which takes a while where much else runs.
jest.setTimeout(20_000);

let consortium: Consortium;
let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let run = 0;
let stands: Stand[] = [];

beforeAll(async () => {
  consortium = await makeConsortium();
  ({ database, remove } = await temporaryDatabase());
}, 60_000);
afterAll(() => remove());
beforeEach(() => {
  network = new MemoryNetwork(consortium);
  run += 1;
});
afterEach(async () => {
  for (const stand of stands) await stand.stop();
  stands = [];
});

async function start(stopAt?: CheckpointName): Promise<Stand> {
  const never = new Promise<void>(() => undefined);
  const stand = await Stand.start({
    network,
    database,
    name: `recovery${run}`,
    outcomeLimitMilliseconds: 200,
    // A process that is killed at an arrow does nothing any more: the promise of that arrow never resolves.
    checkpoint: (name) => (name === stopAt ? never : Promise.resolve()),
  });
  stands.push(stand);
  return stand;
}

/** Send one request into a gateway that dies at an arrow, and leave the corpse. */
async function dieAt(arrow: CheckpointName): Promise<void> {
  const stand = await start(arrow);
  const headers = { prefer: 'wait=0' };
  const sent = stand.post('ines', '/v1/credits', { key: 'k', body: application('R-1'), headers });
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, 300))]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  stands = [];
  // The dead gateway's indexer must not go on writing into the data of the living one.
  for (const { channels } of stand.organisations) {
    for (const { indexer } of channels.values()) await indexer.stop();
  }
}

describe('a gateway that died', () => {
  test.each(arrows)(
    'at "%s" leaves an operation that the next one commits, once',
    async (arrow) => {
      await dieAt(arrow);
      const next = await start();
      await next.importer.recovered;
      const answer = await next.post('ines', '/v1/credits', { key: 'k', body: application('R-1') });
      expect(answer.statusCode).toBe(201);
      expect(answer.json()).toMatchObject({
        state: 'committed',
        validationCode: 'VALID',
        result: { reference: 'R-1', status: 'applied', version: 1 },
      });
      const credit = await next.get('ines', '/v1/credits/R-1');
      expect(credit.json<{ timeline: unknown[] }>().timeline).toHaveLength(1);
      expect(network.blocks).toHaveLength(3);
    },
  );

  test('after its envelope was lost in the network sends the same envelope again', async () => {
    network.trouble.beforeOrdering = () => {
      throw new Error('14 UNAVAILABLE');
    };
    await dieAt('submitted');
    delete network.trouble.beforeOrdering;
    const { proposals } = network;
    const next = await start();
    await next.importer.recovered;
    const answer = await next.post('ines', '/v1/credits', { key: 'k', body: application('R-1') });
    expect(answer.json()).toMatchObject({ state: 'committed' });
    expect(network.proposals).toBe(proposals);
  });

  test('with a conflict already in the database proposes again', async () => {
    await dieAt('endorsed');
    // Another writer takes the reference, in a block that the dead gateway never saw.
    network.trouble.conflict = (call) => call === 1;
    const next = await start();
    await next.importer.recovered;
    const answer = await next.post('ines', '/v1/credits', { key: 'k', body: application('R-1') });
    expect(answer.json()).toMatchObject({ code: 'RECORD_UNREADABLE' });
    expect(network.proposals).toBe(2);
  });

  test('and lost its database besides does not issue twice: the ledger knows the request', async () => {
    const first = await start();
    await first.post('ines', '/v1/credits', { key: 'k', body: application('R-1') });
    await first.stop();
    stands = [];
    run += 1_000;
    const next = await start();
    await next.importer.recovered;
    const answer = await next.post('ines', '/v1/credits', { key: 'k', body: application('R-1') });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ state: 'committed', block: 2, result: { version: 1 } });
    expect(network.blocks).toHaveLength(3);
    const other = await next.post('ines', '/v1/credits', { key: 'k2', body: application('R-1') });
    expect(other.json()).toMatchObject({ code: 'RECORD_ALREADY_EXISTS' });
    run -= 1_000;
  });
});
