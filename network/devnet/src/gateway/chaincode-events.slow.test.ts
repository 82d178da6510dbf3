import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  ChaincodeEventsRequest,
  ChaincodeEventsResponse,
  SignedRequest,
} from '@argosy/protocol/messages/gateway';
import { decode, encode } from '@argosy/protocol/wire';
import { failureOf } from '../../test-support/failure.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';
import { until } from '../../test-support/until.js';

describe('chaincode events', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('Trader');
  }, 30_000);
  afterAll(() => network.close());

  const emit = async (name: string): Promise<{ id: string; block: bigint }> => {
    const submitted = await client.contract().submitAsync('event', { arguments: [name, 'p'] });
    const { blockNumber } = await submitted.getStatus();
    return { id: submitted.getTransactionId(), block: blockNumber };
  };
  /** The names of the next events of a stream. */
  const take = async (options: object, count: number): Promise<string[]> => {
    const events = await client.network().getChaincodeEvents('kv', options);
    const names: string[] = [];
    try {
      for await (const { eventName } of events) {
        names.push(eventName);
        if (names.length === count) break;
      }
    } finally {
      events.close();
    }
    return names;
  };
  const rawStream = (fields: object) => {
    const request = encode(ChaincodeEventsRequest, {
      channelId: 'trade',
      chaincodeId: 'kv',
      identity: client.signer.creator,
      ...fields,
    });
    const signed = encode(SignedRequest, { request, signature: client.signer.sign(request) });
    return client.stream('/gateway.Gateway/ChaincodeEvents', signed);
  };

  test('services 22: events-NextCommit sees only later blocks', async () => {
    await emit('before');
    const next = take({}, 1);
    await until(() => network.channel.waiters.count > 0);
    await emit('after');
    expect(await next).toEqual(['after']);
  });

  test('services 22: events-startBlock above the height waits', async () => {
    const height = network.channel.ledger.height;
    const next = take({ startBlock: height + 1n }, 1);
    await until(() => network.channel.waiters.count > 0);
    await emit('too early');
    await emit('in time');
    expect(await next).toEqual(['in time']);
  });

  test('events from block 0 come in order', async () => {
    expect((await take({ startBlock: 0n }, 2)).slice(0, 2)).toEqual(['before', 'after']);
  });

  test('services 23: events-after-tx that emitted no event', async () => {
    const submitted = await client.contract().submitAsync('put', { arguments: ['k', 'v'] });
    await submitted.getStatus();
    const received: Buffer[] = [];
    const stream = rawStream({ afterTransactionId: submitted.getTransactionId() });
    stream.on('data', (message: Buffer) => received.push(message));
    stream.on('error', () => undefined);
    await until(() => network.channel.waiters.count > 0);
    await emit('unseen');
    await emit('unseen');
    stream.cancel();
    expect(received).toEqual([]);
  });

  test('services 24: events-after-tx continues within its block', async () => {
    const proposals = ['x', 'y', 'z'].map((name) =>
      client.contract().newProposal('event', { arguments: [name] }),
    );
    const transactions = await Promise.all(proposals.map((proposal) => proposal.endorse()));
    const commits = await Promise.all(transactions.map((transaction) => transaction.submit()));
    const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
    const { ledger } = network.channel;
    const blocks = [...new Set(statuses.map(({ blockNumber }) => blockNumber))].sort();
    const order = blocks
      .flatMap((number) => ledger.summary(number).transactions)
      .map(({ txId, event }) => [txId, event!.eventName] as const);
    const stream = rawStream({ afterTransactionId: order[0]![0] });
    const received: string[] = [];
    stream.on('error', () => undefined);
    stream.on('data', (message: Buffer) => {
      const { events } = decode(ChaincodeEventsResponse, message);
      received.push(...events.map(({ eventName }) => eventName));
    });
    await until(() => received.length === 2);
    stream.cancel();
    expect(received).toEqual(order.slice(1).map(([, name]) => name));
  });

  test('services 25: no event of an invalid transaction; one message per block', async () => {
    const proposals = ['a', 'b', 'a'].map((key, i) =>
      client.contract().newProposal('event', { arguments: [`e${i}`, '', `once-${key}`] }),
    );
    const transactions = await Promise.all(proposals.map((proposal) => proposal.endorse()));
    const start = network.channel.ledger.height;
    const stream = rawStream({ startPosition: { specified: { number: start } } });
    const received: Buffer[] = [];
    stream.on('data', (message: Buffer) => received.push(message));
    stream.on('error', () => undefined);
    const commits = await Promise.all(transactions.map((transaction) => transaction.submit()));
    const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
    expect(statuses.map(({ code }) => code).sort()).toEqual([0, 0, 11]);
    const blocks = new Set(statuses.filter(({ code }) => code === 0).map((s) => s.blockNumber));
    await until(() => received.length === blocks.size);
    const events = received.flatMap((m) => decode(ChaincodeEventsResponse, m).events);
    expect(events).toHaveLength(2);
    stream.cancel();
  });

  test('services 26: the oldest position is refused', async () => {
    const failure = await failureOf(
      new Promise((_, reject) => {
        rawStream({ startPosition: { oldest: {} } })
          .on('error', reject)
          .on('data', () => undefined);
      }),
    );
    expect(failure.code).toBe(status.INVALID_ARGUMENT);
    expect(failure.text).toBe('invalid start position type: *orderer.SeekPosition_Oldest');
  });

  test('a stream that is left leaves nothing behind', async () => {
    await until(() => network.channel.waiters.count === 0);
  });
});
