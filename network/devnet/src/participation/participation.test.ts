import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { setValue } from '@argosy/protocol/configuration/edit';
import { Block } from '@argosy/protocol/messages/common';
import { BatchTimeout } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import { answerTo, message, signedUpdate } from '../../test-support/orderer-calls.js';
import { ambient, OrderedNetwork } from '../../test-support/ordered-network.js';
import {
  CHANNELS,
  form,
  json,
  ParticipationClient,
} from '../../test-support/participation-client.js';
import { until } from '../../test-support/until.js';

describe('channel participation', () => {
  let network: OrderedNetwork;
  let client: ParticipationClient;

  beforeAll(async () => {
    network = await OrderedNetwork.start({ orderers: 3, joined: false });
    client = await ParticipationClient.of(network);
  }, 30_000);
  afterAll(() => network.close());

  const call: ParticipationClient['call'] = (...args) => client.call(...args);
  const join = (block: Uint8Array, orderer = 0) => client.join(block, orderer);
  const channel = { name: 'trade', url: `${CHANNELS}/trade` };
  const consenter = { ...channel, consensusRelation: 'consenter', status: 'active', height: 1 };

  test('turns away who shows no certificate', async () => {
    await expect(call('GET', CHANNELS, { pair: null })).rejects.toThrow();
  });

  test('services 80: lists null channels where there are none', async () => {
    const answer = await call('GET', CHANNELS);
    expect(answer.body.toString()).toBe('{"systemChannel":null,"channels":null}\n');
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(json(await call('GET', `${CHANNELS}/trade`))).toEqual([
      404,
      { error: 'channel does not exist' },
    ]);
  });

  test.each<[string, string, string, object, number, string, string]>([
    [
      'a name that no channel has',
      'GET',
      '/TRADE',
      {},
      400,
      "invalid channel ID: 'TRADE' contains illegal characters",
      '',
    ],
    ['another method', 'PATCH', '', {}, 405, 'invalid request method: PATCH', 'GET, POST, PUT'],
    [
      'another method for a channel',
      'POST',
      '/trade',
      {},
      405,
      'invalid request method: POST',
      'GET, DELETE',
    ],
    [
      'another answer',
      'GET',
      '',
      { Accept: 'text/html' },
      406,
      'response Content-Type is application/json only',
      '',
    ],
    [
      'another body',
      'POST',
      '',
      { 'Content-Type': 'text/plain' },
      400,
      'unsupported Content-Type: [text/plain]',
      '',
    ],
    [
      'to leave what was not joined',
      'DELETE',
      '/trade',
      {},
      404,
      'cannot remove: channel does not exist',
      '',
    ],
  ])('refuses %s', async (_, method, path, headers, status, error, allow) => {
    const answer = await call(method, `${CHANNELS}${path}`, { headers: { ...headers } });
    expect(json(answer)).toEqual([status, { error }]);
    expect(answer.headers['allow'] ?? '').toBe(allow);
  });

  test('refuses a block that cannot be, and says so twice', async () => {
    const line = `{"error":"invalid block ID: 'last' not equal \\u003cnewest|oldest|config|(number)\\u003e"}\n`;
    const { status, body } = await call('GET', `${CHANNELS}/trade/blocks/last`);
    expect([status, body.toString()]).toEqual([400, line + line]);
  });

  test.each([
    ['GET', '/participation/v1?x=1&y', 307, '/participation/v1/?x=1&y', 'Temporary Redirect'],
    ['POST', '/participation/v1', 307, '/participation/v1/', ''],
    ['GET', '/participation/v1/', 302, CHANNELS, 'Found'],
    ['POST', '/participation/v1/', 405, undefined, ''],
  ])('%s %s leads elsewhere', async (method, path, status, location, phrase) => {
    const answer = await call(method, path);
    const page = `<a href="${location?.replace('&', '&amp;')}">${phrase}</a>.\n\n`;
    expect([answer.status, answer.headers['location'], answer.body.toString()]).toEqual([
      status,
      location,
      phrase === '' ? '' : page,
    ]);
    const type = phrase === '' ? undefined : 'text/html; charset=utf-8';
    expect(answer.headers['content-type']).toBe(type);
  });

  test('says of a path that nothing answers what it says in words', async () => {
    const { status, headers, body } = await call('GET', '/participation/v2');
    expect([status, headers['content-type'], body.toString()]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 page not found\n',
    ]);
  });

  test('services 80: refuses a form with another part, or with more', async () => {
    const wrong = form(['block', network.genesis]);
    expect(json(await call('POST', CHANNELS, wrong))).toEqual([
      400,
      { error: 'form does not contains part key: config-block' },
    ]);
    const more = form(['config-block', network.genesis], ['x', Buffer.from('y'), false]);
    expect(json(await call('POST', CHANNELS, more))).toEqual([
      400,
      { error: 'form contains too many parts' },
    ]);
    const cut = { ...wrong, body: wrong.body.subarray(0, 100) };
    expect(json(await call('POST', CHANNELS, cut))[0]).toBe(400);
  });

  test('refuses blocks that no channel begins with', async () => {
    const refusal = async (bytes: Uint8Array) => json(await join(bytes));
    const { header, data } = decode(Block, network.genesis);
    const why = (text: string) => [400, { error: `invalid join block: ${text}` }];
    expect(await refusal(encode(Block, { header }))).toEqual(why('block is not a config block'));
    expect(await refusal(encode(Block, { header, data }))).toEqual(
      why('invalid block: does not have metadata'),
    );
    const tampered = decode(Block, network.genesis);
    tampered.header!.dataHash = Buffer.alloc(32);
    expect(await refusal(encode(Block, tampered))).toEqual(
      why('invalid block: Header.DataHash is different from Hash(block.Data)'),
    );
    expect((await refusal(Buffer.from('rubbish')))[0]).toBe(400);
  });

  test('services 80: joins, and once only', async () => {
    const joined = await join(network.genesis);
    expect(json(joined)).toEqual([201, consenter]);
    expect(joined.headers).toMatchObject({ location: channel.url });
    const again = await join(network.genesis);
    expect(json(again)).toEqual([405, { error: 'cannot join: channel already exists' }]);
    expect(again.headers).toMatchObject({ allow: 'GET, DELETE' });
    expect(json(await call('GET', CHANNELS))).toEqual([
      200,
      { systemChannel: null, channels: [channel] },
    ]);
    expect(json(await call('GET', channel.url))).toEqual([200, consenter]);
    expect(json(await call('GET', CHANNELS, { orderer: 1 }))[1]).toEqual({
      systemChannel: null,
      channels: null,
    });
  });

  test('nothing is ordered before a majority has joined', async () => {
    const first = await network.client('BankA');
    expect(await answerTo(first, message(first.signer))).toEqual({
      status: 503,
      info: 'no Raft leader',
    });
    const second = await network.client('BankA', 'client', { orderer: 1 });
    expect((await answerTo(second, message(second.signer))).info).toBe('channel does not exist');
    expect(json(await join(network.genesis, 1))[0]).toBe(201);
    expect(await answerTo(second, message(second.signer))).toEqual({ status: 200, info: '' });
    await until(() => network.channel.ledger.height === 2n);
  });

  test('another channel of the same name is refused', async () => {
    const other = buildGenesisBlock(network.spec, ambient());
    expect(json(await join(other, 2))).toEqual([
      400,
      { error: 'cannot join: the network has a channel trade that this block is not of' },
    ]);
  });

  test('hands out blocks', async () => {
    const block = async (which: string) => {
      const { body, headers } = await call('GET', `${channel.url}/blocks/${which}`);
      expect(headers['content-type']).toBe('application/octet-stream');
      return decode(Block, body).header?.number;
    };
    expect(await Promise.all(['oldest', 'newest', 'config', '1'].map(block))).toEqual([
      0n,
      1n,
      0n,
      1n,
    ]);
    expect((await call('GET', `${channel.url}/blocks/99`)).status).toBe(404);
  });

  test('takes updates of the configuration', async () => {
    const { bundle } = network.channel;
    const admins = await Promise.all(
      ['Orderer1', 'Orderer2'].map((mspId) => network.enrol(mspId, 'admin')),
    );
    const value = encode(BatchTimeout, { timeout: '1s' });
    const desired = setValue(bundle.tree, '/Channel/Orderer', 'BatchTimeout', value);
    const put = (bytes: Uint8Array, orderer = 0) =>
      call('PUT', CHANNELS, { ...form(['config-update-envelope', bytes]), orderer });
    const refused = json(await put(signedUpdate(bundle, desired, admins.slice(1))));
    expect(refused[0]).toBe(400);
    expect(JSON.stringify(refused[1])).toContain(
      'cannot update: failed update config of channel trade: error applying config update',
    );
    const update = signedUpdate(bundle, desired, admins);
    expect(json(await put(update, 2))).toEqual([
      405,
      { error: 'cannot update: channel does not exist' },
    ]);
    expect(json(await put(Buffer.from('x')))[0]).toBe(400);
    expect((await put(update)).status).toBe(201);
    await until(() => network.channel.bundle.sequence === 1n);
  });

  test('remembers what was joined, and forgets what was left', async () => {
    await network.devnet.close();
    await network.open();
    expect(json(await call('GET', channel.url))[1]).toMatchObject({ status: 'active', height: 3 });
    expect((await call('DELETE', channel.url)).status).toBe(204);
    expect((await call('GET', channel.url)).status).toBe(404);
    expect(json(await call('GET', channel.url, { orderer: 1 }))[0]).toBe(200);
    expect((await call('DELETE', channel.url, { orderer: 1 })).status).toBe(204);
    expect(network.devnet.channels.size).toBe(0);
    // With the last that left the channel is gone: one of its name can begin anew.
    const other = buildGenesisBlock(network.spec, ambient());
    expect(json(await join(other))).toEqual([201, consenter]);
  });

  test('joins by a later block only where the blocks before it are', async () => {
    const later = decode(Block, network.genesis);
    later.header!.number = 5n;
    const unknown = encode(Block, later);
    expect((await call('DELETE', channel.url)).status).toBe(204);
    expect(json(await join(unknown))).toEqual([
      400,
      { error: 'cannot join: nobody here has the blocks of channel trade before block 5' },
    ]);
  });
});
