import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  Block,
  ChannelHeader,
  Envelope,
  Payload,
  SignatureHeader,
} from '@argosy/protocol/messages/common';
import { DeliverResponse, SeekInfo } from '@argosy/protocol/messages/deliver';
import { decode, encode, type Decoded } from '@argosy/protocol/wire';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';
import { until } from '../../test-support/until.js';

type Answer = Decoded<typeof DeliverResponse>;

const newest = { newest: {} };
const oldest = { oldest: {} };
const at = (number: bigint) => ({ specified: { number } });
const seconds = () => BigInt(Math.floor(Date.now() / 1000));

describe('deliver', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('Trader');
    for (const name of ['one', 'two'])
      await client.contract().submitTransaction('event', name, 'p');
  }, 30_000);
  afterAll(() => network.close());

  const seek = (info: object, header: object = {}, by = client): Buffer => {
    const channelHeader = encode(ChannelHeader, {
      channelId: 'trade',
      timestamp: { seconds: seconds() },
      ...header,
    });
    const signatureHeader = encode(SignatureHeader, { creator: by.signer.creator });
    const payload = encode(Payload, {
      header: { channelHeader, signatureHeader },
      data: encode(SeekInfo, info),
    });
    return encode(Envelope, { payload, signature: by.signer.sign(payload) });
  };
  /** Send one seek and collect what comes until a status. */
  const answers = (envelope: Buffer, path = '/protos.Deliver/Deliver'): Promise<Answer[]> =>
    new Promise((resolve, reject) => {
      const stream = client.duplex(path);
      const received: Answer[] = [];
      stream.on('error', reject);
      stream.on('data', (bytes: Buffer) => {
        const answer = decode(DeliverResponse, bytes);
        received.push(answer);
        if (answer.status === undefined) return;
        stream.end();
        resolve(received);
      });
      stream.write(envelope);
    });
  const numbers = (received: Answer[]) =>
    received.map(({ block, status }) => status ?? Number(block?.header?.number));

  test('all blocks, as they are stored', async () => {
    const received = await answers(seek({ start: oldest, stop: newest }));
    const height = Number(network.channel.ledger.height);
    expect(numbers(received)).toEqual([...Array(height).keys(), 200]);
    const block = encode(Block, received[1]!.block!);
    expect(block.equals(network.channel.ledger.block(1n))).toBe(true);
  });

  test('services 71: a start above the height', async () => {
    const beyond = network.channel.ledger.height + 5n;
    expect(numbers(await answers(seek({ start: at(beyond), stop: at(beyond) })))).toEqual([404]);
    const next = network.channel.ledger.height;
    const waiting = answers(seek({ start: at(next), stop: at(next) }));
    await until(() => network.channel.waiters.count > 0);
    await client.contract().submitTransaction('put', 'next', 'v');
    expect(numbers(await waiting)).toEqual([Number(next), 200]);
  });

  test('services 72: newest to newest, and fail if not ready', async () => {
    const height = network.channel.ledger.height;
    expect(await answers(seek({ start: newest, stop: newest }))).toHaveLength(2);
    const info = { start: at(height - 1n), stop: at(height + 3n), behavior: 1 };
    expect(numbers(await answers(seek(info)))).toEqual([Number(height - 1n), 404]);
  });

  test('services 73: refused seeks', async () => {
    const all = { start: oldest, stop: newest };
    expect(numbers(await answers(seek(all, { timestamp: undefined })))).toEqual([400]);
    expect(numbers(await answers(seek(all, { channelId: 'other' })))).toEqual([404]);
    expect(numbers(await answers(seek({ start: oldest })))).toEqual([400]);
    expect(numbers(await answers(seek({ start: at(2n), stop: at(1n) })))).toEqual([400]);
    const orderer = await network.client('OrdererA', 'orderer');
    expect(numbers(await answers(seek(all, {}, orderer)))).toEqual([403]);
    await expect(answers(Buffer.from('no envelope'))).rejects.toMatchObject({
      code: 13,
      details:
        'grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data',
    });
  });

  test('services 75: a filtered block', async () => {
    const refused = await client.contract().submitAsync('event', {
      arguments: ['invalid', 'secret'],
      endorsingOrganizations: ['BankA'],
    });
    const { blockNumber } = await refused.getStatus();
    const one = { start: at(blockNumber), stop: at(blockNumber) };
    const [answer] = await answers(seek(one), '/protos.Deliver/DeliverFiltered');
    expect(answer?.filteredBlock).toMatchObject({ channelId: 'trade', number: blockNumber });
    const [transaction] = answer!.filteredBlock!.filteredTransactions;
    expect(transaction).toMatchObject({
      txid: refused.getTransactionId(),
      type: 3,
      txValidationCode: 10,
    });
    const event = transaction!.transactionActions?.chaincodeActions[0]?.chaincodeEvent;
    expect(event).toMatchObject({ chaincodeId: 'kv', eventName: 'invalid' });
    expect(event?.payload).toHaveLength(0);
  });

  test('headers without transactions, but configuration blocks whole', async () => {
    const received = await answers(seek({ start: oldest, stop: at(1n), contentType: 1 }));
    expect(received[0]?.block?.data?.data).toHaveLength(1);
    expect(received[1]?.block?.data?.data ?? []).toHaveLength(0);
    expect(received[1]?.block?.header?.number).toBe(1n);
  });

  test('the SDK follows blocks and filtered blocks', async () => {
    const blocks = await client.network().getBlockEvents({ startBlock: 0n });
    for await (const block of blocks) {
      expect(block.getHeader()?.getNumber()).toBe(0);
      break;
    }
    blocks.close();
  });

  test('a stream that is left leaves nothing behind', async () => {
    await until(() => network.channel.waiters.count === 0);
  });
});
