import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChaincodeEventsRequest, ChaincodeEventsResponse } from '@argosy/protocol/messages/gateway';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { heightOf } from './support/blocks.js';
import { signedRequest } from './support/calls.js';
import type { OwnChannel } from './support/channels.js';
import { ALPHA, SuiteNetwork } from './support/network.js';
import { channelOfBlocks, endorsed, order } from './support/one-block.js';
import { commit, type Step } from './support/steps.js';
import { silence, until } from './support/waiting.js';

const PATH = '/gateway.Gateway/ChaincodeEvents';
type Message = Decoded<typeof ChaincodeEventsResponse>;

const event = (name: string, key?: string): Step[] => [
  ...(key === undefined ? [] : [{ do: 'increment', key }]),
  { do: 'event', key: name, value: 'p' },
];

describe('chaincode events', () => {
  let network: SuiteNetwork;
  let client: TestClient;
  let channel: OwnChannel;

  beforeAll(async () => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
    channel = await channelOfBlocks(network, 3, { batch: { timeout: '300ms' } });
  }, 120_000);
  afterAll(() => {
    network.close();
  });

  const emit = (name: string) => commit(client, event(name), { channel: channel.name });
  /** Follow the events, with what came so far. */
  const follow = (fields: object) => {
    const request = encode(ChaincodeEventsRequest, {
      channelId: channel.name,
      chaincodeId: 'ops',
      identity: client.signer.creator,
      ...fields,
    });
    const stream = client.stream(PATH, signedRequest(client, request));
    const messages: Message[] = [];
    stream.on('data', (bytes: Buffer) => messages.push(decode(ChaincodeEventsResponse, bytes)));
    stream.on('error', () => undefined);
    const names = () => messages.flatMap((it) => it.events.map(({ eventName }) => eventName));
    return { messages, names, cancel: () => stream.cancel() };
  };
  const from = (number: bigint) => ({ startPosition: { specified: { number } } });

  test('services 22: events-NextCommit sees only later blocks', async () => {
    await emit('before');
    const next = follow({});
    await silence();
    await emit('after');
    await until(() => next.messages.length > 0);
    next.cancel();
    expect(next.names()).toEqual(['after']);
  });

  test('services 22: events-startBlock above the height waits', async () => {
    const late = follow(from((await heightOf(client, channel.name)) + 1n));
    await emit('too early');
    await silence();
    expect(late.names()).toEqual([]);
    await emit('in time');
    await until(() => late.messages.length > 0);
    late.cancel();
    expect(late.names()).toEqual(['in time']);
  });

  test('services 22: the SDK’s events from a block on', async () => {
    const { blockNumber } = await emit('first');
    await emit('second');
    const events = await client
      .network(channel.name)
      .getChaincodeEvents('ops', { startBlock: blockNumber });
    const names: string[] = [];
    for await (const { eventName, chaincodeName, payload } of events) {
      expect([chaincodeName, Buffer.from(payload).toString()]).toEqual(['ops', 'p']);
      names.push(eventName);
      if (names.length === 2) break;
    }
    events.close();
    expect(names).toEqual(['first', 'second']);
  });

  test('services 23: events-after-tx that emitted no event', async () => {
    const { transactionId } = await commit(client, [{ do: 'put', key: 'k', value: 'v' }], {
      channel: channel.name,
    });
    const silent = follow({ afterTransactionId: transactionId });
    await emit('unseen');
    await emit('unseen');
    await silence();
    silent.cancel();
    expect(silent.names()).toEqual([]);
  });

  test('services 24: events-after-tx continues within its block', async () => {
    const transactions = [];
    for (const name of ['x', 'y', 'z'])
      transactions.push(await endorsed(client, event(name), { channel: channel.name }));
    const placed = await order(network, client, channel.name, transactions);
    expect(new Set(placed.map(({ blockNumber }) => blockNumber)).size).toBe(1);
    const rest = follow({ afterTransactionId: placed[0]!.transactionId });
    await until(() => rest.messages.length > 0);
    rest.cancel();
    expect(rest.names()).toEqual(['y', 'z']);
  });

  test('services 25: no event of an invalid transaction; one message per block', async () => {
    const steps = [event('one', 'once'), event('two', 'other'), event('three', 'once')];
    const transactions = [];
    for (const one of steps)
      transactions.push(await endorsed(client, one, { channel: channel.name }));
    const start = await heightOf(client, channel.name);
    const all = follow(from(start));
    const placed = await order(network, client, channel.name, transactions);
    expect(placed.map(({ result, blockNumber }) => [result, blockNumber])).toEqual([
      [0, start],
      [0, start],
      [11, start],
    ]);
    await until(() => all.messages.length > 0);
    await silence();
    all.cancel();
    expect(all.messages).toHaveLength(1);
    expect(all.messages[0]?.blockNumber).toBe(start);
    expect(all.names()).toEqual(['one', 'two']);
  });

  test.each([
    ['Oldest', { oldest: {} }],
    ['Newest', { newest: {} }],
  ])('services 26: the position %s is refused', async (name, startPosition) => {
    const request = encode(ChaincodeEventsRequest, {
      channelId: channel.name,
      chaincodeId: 'ops',
      identity: client.signer.creator,
      startPosition,
    });
    const failure = await failureOf(
      new Promise((_, reject) => {
        client
          .stream(PATH, signedRequest(client, request))
          .on('error', reject)
          .on('data', () => undefined);
      }),
    );
    expect(failure.code).toBe(status.INVALID_ARGUMENT);
    expect(failure.text).toBe(`invalid start position type: *orderer.SeekPosition_${name}`);
  });
});
