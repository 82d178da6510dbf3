import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { removeElement } from '@argosy/protocol/configuration/edit';
import { KVRWSet } from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { collectionOf } from '../../../network/devnet/test-support/collections.js';
import { failureOf } from '../../../network/devnet/test-support/failure.js';
import {
  answerTo,
  deliver,
  from,
  newest,
  oldest,
  seekEnvelope,
  signedUpdate,
  type DeliverAnswer,
} from '../../../network/devnet/test-support/orderer-calls.js';
import type { TestClient } from '../../../network/devnet/test-support/test-client.js';
import { heightOf } from './support/blocks.js';
import { adminsOf, makeChannel } from './support/channels.js';
import { define } from './support/definitions.js';
import { fresh } from './support/names.js';
import { ALPHA, BETA, DELTA, GAMMA, OMEGA, SuiteNetwork } from './support/network.js';
import { channelOfBlocks, endorsed, order } from './support/one-block.js';
import { commit, type Step } from './support/steps.js';
import { eventually, silence, until } from './support/waiting.js';

const PEER = '/protos.Deliver/Deliver';
const FILTERED = '/protos.Deliver/DeliverFiltered';
const PRIVATE = '/protos.Deliver/DeliverWithPrivateData';
const forever = { start: oldest, stop: from(2n ** 53n - 1n) };
const all = { start: oldest, stop: newest };

const statuses = (answers: readonly DeliverAnswer[]) =>
  answers.map(({ block, status }) => status ?? Number(block?.header?.number));

describe('deliver', () => {
  let network: SuiteNetwork;
  let client: TestClient;
  /** Nobody else writes on it, so its height is what the test says. */
  let channel: string;

  beforeAll(async () => {
    network = new SuiteNetwork();
    client = network.client(ALPHA);
    channel = (await channelOfBlocks(network, 1)).name;
  }, 120_000);
  afterAll(() => {
    network.close();
  });

  const put = (): Step[] => [{ do: 'put', key: fresh('key'), value: 'v' }];
  const seek = (info: object, header: object = {}, by = client) =>
    seekEnvelope(by.signer, info, { channelId: channel, ...header });
  const answers = (envelope: Buffer, path = PEER) => deliver(client, envelope, path);

  test('services 71: a start above the height', async () => {
    const height = await heightOf(client, channel);
    const beyond = from(height + 5n);
    expect(statuses(await answers(seek({ start: beyond, stop: beyond })))).toEqual([404]);
    const waiting = answers(seek({ start: from(height), stop: from(height) }));
    await silence();
    await commit(client, put(), { channel });
    expect(statuses(await waiting)).toEqual([Number(height), 200]);
  });

  test('services 72: newest to newest, and fail if not ready', async () => {
    const last = (await heightOf(client, channel)) - 1n;
    expect(statuses(await answers(seek({ start: newest, stop: newest })))).toEqual([
      Number(last),
      200,
    ]);
    const info = { start: from(last), stop: from(last + 4n), behavior: 1 };
    expect(statuses(await answers(seek(info)))).toEqual([Number(last), 404]);
  });

  test.each([
    ['a peer', PEER, undefined],
    ['an orderer', undefined, 0],
  ])('services 73: %s refuses seeks', async (_, path, orderer) => {
    const at = (msp: string, name = 'user'): TestClient =>
      orderer === undefined
        ? network.client(msp, name, { peer: network.peer(ALPHA) })
        : network.atOrderer(msp, name, orderer);
    const reader = at(ALPHA);
    const ask = async (info: object, header: object = {}, by = reader) =>
      statuses(await deliver(by, seek(info, header, by), path));
    expect(await ask(all, { timestamp: undefined })).toEqual([400]);
    expect(await ask(all, { channelId: 'nowhere' })).toEqual([404]);
    expect(await ask({ start: oldest })).toEqual([400]);
    expect(await ask({ start: from(2n), stop: from(1n) })).toEqual([400]);
    expect(await ask(all, {}, at(OMEGA))).toEqual([403]);
    const rubbish = await failureOf(deliver(reader, Buffer.from('no envelope'), path));
    expect([rubbish.code, rubbish.text]).toEqual([
      status.INTERNAL,
      'grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data',
    ]);
  });

  test('services 73: an orderer’s node may read at an orderer, and not at a peer', async () => {
    const { msp } = network.orderers[0]!;
    const ask = async (by: TestClient, path?: string) =>
      (await deliver(by, seek({ start: newest, stop: newest }, {}, by), path)).at(-1)?.status;
    expect(await ask(network.atOrderer(msp, 'consenter'))).toBe(200);
    expect(await ask(network.client(msp, 'consenter'), PEER)).toBe(403);
  });

  test('services 75: a filtered block', async () => {
    const steps: Step[] = [...put(), { do: 'event', key: 'refused', value: 'secret' }];
    const { blockNumber, transactionId, code } = await commit(client, steps, {
      channel,
      organisations: [ALPHA],
    });
    expect(code).toBe(10);
    const one = { start: from(blockNumber), stop: from(blockNumber) };
    const [answer, end] = await answers(seek(one), FILTERED);
    expect(end?.status).toBe(200);
    expect(answer?.filteredBlock).toMatchObject({ channelId: channel, number: blockNumber });
    const [transaction] = answer!.filteredBlock!.filteredTransactions;
    expect(transaction).toMatchObject({ txid: transactionId, type: 3, txValidationCode: 10 });
    const event = transaction!.transactionActions?.chaincodeActions[0]?.chaincodeEvent;
    expect(event).toMatchObject({
      chaincodeId: 'ops',
      eventName: 'refused',
      txId: transactionId,
    });
    expect(event?.payload).toHaveLength(0);
  });

  test('services 75: a filtered block of configuration', async () => {
    const [first] = await answers(seek({ start: oldest, stop: oldest }), FILTERED);
    const transactions = first!.filteredBlock!.filteredTransactions;
    expect(transactions.map(({ type, txValidationCode }) => [type, txValidationCode])).toEqual([
      [1, 0],
    ]);
  });

  describe('private data', () => {
    const chaincode = fresh('vault');
    const names = ['open', 'closed', 'both'];
    let written: bigint;

    beforeAll(async () => {
      const config = [
        collectionOf('open', [ALPHA]),
        collectionOf('closed', [ALPHA], { memberOnly: true }),
        collectionOf('both', [ALPHA, BETA]),
      ];
      await define(network, { name: chaincode, collections: { config } });
      const steps = names.map((collection) => ({
        do: 'put',
        key: 'k',
        value: collection,
        collection,
      }));
      const target = { chaincode, organisations: [ALPHA, GAMMA] };
      const { code, blockNumber } = await commit(client, steps, target);
      expect(code).toBe(0);
      written = blockNumber;
    }, 120_000);

    /** The collections of the block's first transaction as they are delivered, with what was written. */
    const collections = async (by: TestClient) => {
      const one = { start: from(written), stop: from(written) };
      const envelope = seekEnvelope(by.signer, one, { channelId: 'main' });
      const [answer, end] = await deliver(by, envelope, PRIVATE);
      expect(end?.status).toBe(200);
      const { block, privateDataMap } = answer!.blockAndPrivateData!;
      expect(block?.header?.number).toBe(written);
      return privateDataMap
        .flatMap(({ value }) => value?.nsPvtRwset ?? [])
        .filter(({ namespace }) => namespace === chaincode)
        .flatMap(({ collectionPvtRwset }) => collectionPvtRwset)
        .map(({ collectionName, rwset }) => [
          collectionName,
          ...decode(KVRWSet, rwset).writes.map(({ value }) => Buffer.from(value).toString()),
        ]);
    };
    const set = (name: string) => [name, name];

    test('services 76: a member sees all that its peer has', async () => {
      expect(await collections(client)).toEqual(['both', 'closed', 'open'].map(set));
    });

    test('services 76: who is no member sees only what is not for members alone', async () => {
      expect(await collections(network.client(DELTA))).toEqual(['both', 'open'].map(set));
    });

    test('services 76: a peer delivers nothing that its organisation has no part in', async () => {
      const peer = network.peer(BETA);
      // What it was not given when the transaction was endorsed, it asks others for.
      await until(async () => (await collections(network.client(BETA))).length > 0);
      expect(await collections(network.client(BETA))).toEqual([set('both')]);
      expect(await collections(network.client(ALPHA, 'user', { peer }))).toEqual([set('both')]);
      expect(await collections(network.client(GAMMA))).toEqual([]);
    });
  });

  test.each([
    ['a peer', PEER],
    ['an orderer', undefined],
  ])('services 81: a reader who is revoked is sent nothing more by %s', async (_, path) => {
    const own = await makeChannel(network, {
      members: [ALPHA, BETA, DELTA],
      batch: { maxMessageCount: 1 },
    });
    const at = (msp: string) =>
      path === undefined
        ? network.atOrderer(msp)
        : network.client(msp, 'user', { peer: network.peer(ALPHA) });
    const delta = at(DELTA);
    const received: DeliverAnswer[] = [];
    const endless = seekEnvelope(delta.signer, forever, { channelId: own.name });
    // An orderer without a leader delivers nothing yet.
    const orderer = network.atOrderer(ALPHA);
    const admins = adminsOf(network, own.spec);
    const bundle = ChannelBundle.fromBlock(own.genesis);
    const without = removeElement(bundle.tree, '/Channel/Application', 'groups', DELTA);
    const update = signedUpdate(bundle, without, admins);
    await eventually(async () => {
      const seekNewest = seekEnvelope(orderer.signer, all, { channelId: own.name });
      expect(statuses(await deliver(orderer, seekNewest))).toEqual([0, 200]);
    });
    const stream = deliver(delta, endless, path, (answer) => received.push(answer));
    await until(() => received.length === 1);
    expect(await answerTo(orderer, update)).toEqual({ status: 200, info: '' });
    expect(statuses(await stream)).toEqual([0, 403]);
    // Others still read, the update among what they get.
    const reader = at(ALPHA);
    const again = seekEnvelope(reader.signer, all, { channelId: own.name });
    expect(statuses(await deliver(reader, again, path))).toEqual([0, 1, 200]);
  });

  test('services 71: transactions come as they were ordered', async () => {
    const transactions = [];
    for (let i = 0; i < 2; i++) transactions.push(await endorsed(client, put(), { channel }));
    const start = await heightOf(client, channel);
    const placed = await order(network, client, channel, transactions);
    expect(placed.map(({ blockNumber }) => blockNumber)).toEqual([start, start + 1n]);
    const both = { start: from(start), stop: from(start + 1n) };
    expect(statuses(await answers(seek(both)))).toEqual([Number(start), Number(start) + 1, 200]);
  });
});
