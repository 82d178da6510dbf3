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
import type { BlockMessage } from '@argosy/protocol/block';
import { decode, encode } from '@argosy/protocol/wire';
import {
  Block,
  ChannelHeader,
  Envelope,
  Metadata,
  Payload,
  metadataSlot,
} from '@argosy/protocol/messages/common';
import type { Database, RoleDatabase } from '@argosy/gateway/database/database';
import { projectionTables } from '@argosy/gateway/database/migrations';
import { makeConsortium, type Consortium } from '../support/consortium.js';
import { application } from './deal.js';
import { MemoryNetwork } from './memory-network.js';
import { readModelOf, Stand, temporaryDatabase } from './stand.js';

// Each test starts a gateway, which takes a while where much else runs.
jest.setTimeout(20_000);

let consortium: Consortium;
let database: Database;
let remove: () => Promise<void>;
let network: MemoryNetwork;
let stand: Stand;
let run = 0;
let warnings: object[] = [];

beforeAll(async () => {
  consortium = await makeConsortium();
  ({ database, remove } = await temporaryDatabase());
}, 60_000);
afterAll(() => remove());
beforeEach(async () => {
  run += 1;
  network = new MemoryNetwork(consortium);
  warnings = [];
  stand = await Stand.start({
    network,
    database,
    name: `indexer${run}`,
    onWarning: (fields) => warnings.push(fields),
  });
});
afterEach(() => stand.stop());

const apply = (reference: string) =>
  stand.post('ines', '/v1/credits', { key: reference, body: application(reference) });

async function tables(): Promise<unknown> {
  const role: RoleDatabase = await readModelOf(database, { stand: `indexer${run}` });
  const dumps = await role.run(
    projectionTables.map((table) => ({
      sql: `select * from ${table} order by 1, 2, 3`,
      parameters: [],
    })),
  );
  return dumps.map(({ rows }) => rows);
}

/** Give the gateway a block that is not what the orderers made, and return why it refuses it. */
async function refusalOf(change: (block: BlockMessage) => void): Promise<string | undefined> {
  network.isHolding = true;
  void apply('X-1');
  await until(() => network.submissions > 0);
  network.isHolding = false;
  const real = network.heldBlocks()[0] ?? new Uint8Array(0);
  const block = decode(Block, real);
  change(block);
  network.give(encode(Block, block));
  await until(() => stand.channel().indexer.state === 'refused');
  return stand.channel().indexer.refusal;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 400) throw new Error('It did not come to that.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function part<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The block lacks a part.');
  return value;
}

describe('a block is refused', () => {
  test('when its data was changed', async () => {
    const refusal = await refusalOf((block) => {
      const { data } = part(block.data);
      data[0] = Buffer.concat([part(data[0]), Buffer.of(1)]);
    });
    expect(refusal).toBe(
      'What came as block 2 is refused: block 2: the data hash is not that of its transactions.',
    );
  });

  test('when it does not follow the block before', async () => {
    const refusal = await refusalOf((block) => {
      part(block.header).previousHash = Buffer.alloc(32, 7);
    });
    expect(refusal).toMatch(
      /^What came as block 2 is refused: block 2: it does not follow the last block/,
    );
  });

  test('when a number is left out', async () => {
    const refusal = await refusalOf((block) => {
      part(block.header).number = 3n;
    });
    expect(refusal).toBe('What came as block 2 is refused: block 3: the next block is 2.');
  });

  test('when only two of four orderers have signed', async () => {
    const refusal = await refusalOf((block) => {
      const { metadata } = part(block.metadata);
      const signed = decode(Metadata, part(metadata[metadataSlot.signatures]));
      metadata[metadataSlot.signatures] = encode(Metadata, {
        ...signed,
        signatures: signed.signatures.slice(1),
      });
    });
    expect(refusal).toMatch(
      /^What came as block 2 is refused: block 2: too few consenters signed it/,
    );
  });

  test('when an orderer has signed three times', async () => {
    const refusal = await refusalOf((block) => {
      const { metadata } = part(block.metadata);
      const signed = decode(Metadata, part(metadata[metadataSlot.signatures]));
      const one = part(signed.signatures[0]);
      metadata[metadataSlot.signatures] = encode(Metadata, {
        ...signed,
        signatures: [one, one, one],
      });
    });
    expect(refusal).toMatch('too few consenters signed it');
  });

  test('when what the peers call a valid transaction is none', async () => {
    const channelHeader = encode(ChannelHeader, { type: 3, channelId: 'trade', txId: 'ab' });
    const payload = encode(Payload, { header: { channelHeader } });
    const valid = 0;
    network.cut([encode(Envelope, { payload, signature: Buffer.of(1) })], [valid]);
    await until(() => stand.channel().indexer.state === 'refused');
    const { refusal } = stand.channel().indexer;
    expect(refusal).toBe(
      'What came as block 2 is refused: transaction 0 (ab) is valid, but its content cannot be read: it is not in the form of a transaction.',
    );
    const response = await stand.app.inject({ method: 'GET', url: '/readyz' });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      organisations: [{ ready: false, channels: [{ indexer: 'refused', refusal }] }, {}],
    });
    await until(() => warnings.length >= 2);
    expect(
      warnings.filter((fields) => 'reason' in fields && fields.reason === refusal),
    ).toHaveLength(2);
  });

  test('and then nothing of it is in the read model, and the gateway is not ready', async () => {
    await refusalOf((block) => {
      part(block.header).number = 3n;
    });
    expect(JSON.stringify(await tables())).not.toContain('X-1');
    const response = await stand.app.inject({ method: 'GET', url: '/readyz' });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ ready: false });
  });
});

describe('the read model', () => {
  test('has each transaction of a block, the invalid ones with their code', async () => {
    await apply('I-1');
    network.trouble.conflict = (call) => call === 2;
    await stand.post('henrik', '/v1/credits/I-1/actions/issue', { key: 'i', body: {} });
    const role = await readModelOf(database, { stand: `indexer${run}` });
    const [answer] = await role.run([
      {
        sql: 'select block, code from transactions where block > 1 order by block',
        parameters: [],
      },
    ]);
    expect(answer?.rows).toEqual([
      { block: 2, code: 0 },
      { block: 3, code: 11 },
      { block: 4, code: 0 },
    ]);
  });

  test('takes a transaction whose id no database could hold', async () => {
    const channelHeader = encode(ChannelHeader, { type: 3, channelId: 'trade', txId: 'a\u0000b' });
    const payload = encode(Payload, { header: { channelHeader } });
    const badProposalTransactionId = 8;
    network.cut(
      [encode(Envelope, { payload, signature: Buffer.of(1) })],
      [badProposalTransactionId],
    );
    expect(await stand.channel().indexer.reached(3n, 2_000)).toBe(true);
    expect((await apply('O-1')).statusCode).toBe(201);
  });

  test('is the same after it is dropped and built again', async () => {
    await apply('B-1');
    await stand.post('henrik', '/v1/credits/B-1/actions/issue', { key: 'i', body: {} });
    await apply('B-2');
    const height = BigInt(network.blocks.length);
    await stand.channel().indexer.reached(height, 2_000);
    const before = await tables();
    await stand.channel().rebuild();
    expect(await stand.channel().indexer.reached(height, 2_000)).toBe(true);
    expect(await tables()).toEqual(before);
  });

  test('holds no block in part: a failing statement takes the checkpoint back with it', async () => {
    const role = await readModelOf(database, { stand: `indexer${run}` });
    await role.run([
      { sql: 'alter table checkpoint add constraint full_up check (block < 2)', parameters: [] },
    ]);
    void apply('P-1');
    await until(() => network.blocks.length === 3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const [answer] = await role.run([
      { sql: "select parts from documents where kind = 'credit'", parameters: [] },
    ]);
    expect(answer?.rows).toEqual([]);
    await role.run([{ sql: 'alter table checkpoint drop constraint full_up', parameters: [] }]);
    expect(await stand.channel().indexer.reached(3n, 5_000)).toBe(true);
  });

  test('goes on after the stream has broken', async () => {
    await apply('S-1');
    network.dropStreams();
    const response = await apply('S-2');
    expect(response.statusCode).toBe(201);
  });

  test('of a peer that has lost blocks waits for them, and says so once', async () => {
    await apply('M-1');
    await stand.channel().indexer.reached(3n, 2_000);
    const lost = network.blocks.splice(2);
    network.dropStreams();
    await until(() => stand.channel().indexer.state === 'peerBehind');
    const write = await apply('M-2');
    expect(write.statusCode).toBe(503);
    expect(write.headers['retry-after']).toBe('5');
    expect(write.json()).toMatchObject({ code: 'READ_MODEL_STOPPED', retryable: true });
    const response = await stand.app.inject({ method: 'GET', url: '/readyz' });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      organisations: [
        {
          ready: false,
          channels: [
            {
              indexer: 'peerBehind',
              refusal: expect.stringMatching(
                /^The peer has 2 blocks of the channel and the read model has 3/,
              ),
            },
          ],
        },
        {},
      ],
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(JSON.stringify(warnings).match(/The peer has 2 blocks/g)).toHaveLength(2);
    network.blocks.push(...lost);
    await until(() => stand.channel().indexer.refusal === undefined);
    const again = await apply('M-2');
    expect(again.statusCode).toBe(201);
    expect(stand.channel().indexer.refusal).toBeUndefined();
    expect(stand.channel().indexer.state).toBe('following');
  });

  test('of another ledger is refused in words that help', async () => {
    await apply('L-1');
    await stand.stop();
    const another = new MemoryNetwork(await makeConsortium());
    const start = Stand.start({ network: another, database, name: `indexer${run}` });
    await expect(start).rejects.toThrow(
      /belongs to another ledger: its checkpoint of channel trade names the genesis block [0-9a-f]{64}, and the configured one is [0-9a-f]{64}/,
    );
    stand = await Stand.start({ network, database, name: `indexer${run}` });
  });
});
