import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildGenesisBlock } from '@argosy/protocol/genesis';
import { Block } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { form, json } from '../../../network/devnet/test-support/participation-client.js';
import { ambient } from './support/ambient.js';
import { channelSpec, CHANNELS, joinOrderer, operate } from './support/channels.js';
import { SuiteNetwork } from './support/network.js';
import { until } from './support/waiting.js';

describe('channel participation', () => {
  let network: SuiteNetwork;

  beforeAll(() => {
    network = new SuiteNetwork();
  });
  afterAll(() => {
    network.close();
  });

  const orderer = (index = 0) => network.orderers[index]!;
  const call = (method: string, path: string, rest: Parameters<typeof operate>[3] = {}) =>
    operate(network, orderer(), [method, path], rest);
  const newChannel = () => {
    const spec = channelSpec(network);
    const genesis = buildGenesisBlock(spec, ambient());
    return { genesis, name: spec.channelId, url: `${CHANNELS}/${spec.channelId}` };
  };

  test('services 80: lists the channels that an orderer has joined', async () => {
    const [code, list] = json(await call('GET', CHANNELS));
    expect(code).toBe(200);
    expect(list).toMatchObject({
      systemChannel: null,
      channels: expect.arrayContaining([{ name: 'main', url: `${CHANNELS}/main` }]),
    });
    const answer = await call('GET', CHANNELS);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    });
    expect(answer.body.toString().endsWith('\n')).toBe(true);
    const [, main] = json(await call('GET', `${CHANNELS}/main`));
    expect(main).toMatchObject({
      name: 'main',
      url: `${CHANNELS}/main`,
      consensusRelation: 'consenter',
      status: 'active',
    });
    const start = await call('GET', '/participation/v1/');
    expect([start.status, start.headers['location']]).toEqual([302, CHANNELS]);
  });

  test('services 80: turns away who shows no certificate', async () => {
    await expect(call('GET', CHANNELS, { pair: null })).rejects.toThrow();
  });

  test.each<[string, string, string, Record<string, string>, number, string, string]>([
    [
      'a name that no channel has',
      'GET',
      '/UPPER',
      {},
      400,
      "invalid channel ID: 'UPPER' contains illegal characters",
      '',
    ],
    ['a channel that is not there', 'GET', '/nowhere', {}, 404, 'channel does not exist', ''],
    ['another method', 'PATCH', '', {}, 405, 'invalid request method: PATCH', 'GET, POST, PUT'],
    [
      'another method for a channel',
      'POST',
      '/nowhere',
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
      '/nowhere',
      {},
      404,
      'cannot remove: channel does not exist',
      '',
    ],
  ])('services 80: refuses %s', async (_, method, path, headers, code, error, allow) => {
    const answer = await call(method, `${CHANNELS}${path}`, { headers });
    expect(json(answer)).toEqual([code, { error }]);
    expect(answer.headers['allow'] ?? '').toBe(allow);
  });

  test('services 80: refuses a form with another part, or with more', async () => {
    const { genesis } = newChannel();
    const wrong = form(['block', genesis]);
    expect(json(await call('POST', CHANNELS, wrong))).toEqual([
      400,
      { error: 'form does not contains part key: config-block' },
    ]);
    const more = form(['config-block', genesis], ['x', Buffer.from('y'), false]);
    expect(json(await call('POST', CHANNELS, more))).toEqual([
      400,
      { error: 'form contains too many parts' },
    ]);
  });

  test('services 80: refuses blocks that no channel begins with', async () => {
    const { genesis } = newChannel();
    const { header, data } = decode(Block, genesis);
    const refusal = async (bytes: Uint8Array) => json(await joinOrderer(network, orderer(), bytes));
    const why = (text: string) => [400, { error: `invalid join block: ${text}` }];
    expect(await refusal(encode(Block, { header }))).toEqual(why('block is not a config block'));
    expect(await refusal(encode(Block, { header, data }))).toEqual(
      why('invalid block: does not have metadata'),
    );
    const tampered = decode(Block, genesis);
    tampered.header!.dataHash = Buffer.alloc(32);
    expect(await refusal(encode(Block, tampered))).toEqual(
      why('invalid block: Header.DataHash is different from Hash(block.Data)'),
    );
  });

  test('services 80: join 201, again 405, blocks, and leave 204', async () => {
    const { genesis, name, url } = newChannel();
    const joined = await joinOrderer(network, orderer(), genesis);
    const info = { name, url, consensusRelation: 'consenter', status: 'active', height: 1 };
    expect(json(joined)).toEqual([201, info]);
    expect(joined.headers).toMatchObject({ location: url });
    const again = await joinOrderer(network, orderer(), genesis);
    expect(json(again)).toEqual([405, { error: 'cannot join: channel already exists' }]);
    expect(again.headers).toMatchObject({ allow: 'GET, DELETE' });
    expect(json(await call('GET', url))).toEqual([200, info]);
    const block = await call('GET', `${url}/blocks/newest`);
    expect(block.headers['content-type']).toBe('application/octet-stream');
    expect(block.body.equals(genesis)).toBe(true);
    const left = await call('DELETE', url);
    expect([left.status, left.body.length]).toEqual([204, 0]);
    // An orderer removes what it stored of a channel when it has answered.
    await until(async () => (await call('GET', url)).status === 404);
  });

  test('services 80: who is no consenter follows the channel', async () => {
    const { genesis, name, url } = newChannel();
    expect((await joinOrderer(network, orderer(), genesis)).status).toBe(201);
    const follower = await joinOrderer(network, orderer(1), genesis);
    expect(json(follower)).toEqual([
      201,
      { name, url, consensusRelation: 'follower', status: 'onboarding', height: 0 },
    ]);
  });
});
