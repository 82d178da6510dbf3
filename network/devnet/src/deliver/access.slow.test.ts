import { afterEach, describe, expect, test } from '@jest/globals';
import { createHash, X509Certificate } from 'node:crypto';
import { removeElement } from '@argosy/protocol/configuration/edit';
import {
  answerTo,
  deliver,
  from,
  message,
  newest,
  oldest,
  seekEnvelope,
  signedUpdate,
  type DeliverAnswer,
} from '../../test-support/orderer-calls.js';
import { OrderedNetwork, type OrderedOptions } from '../../test-support/ordered-network.js';
import { until } from '../../test-support/until.js';

const PEER = '/protos.Deliver/Deliver';
const FILTERED = '/protos.Deliver/DeliverFiltered';

describe('who is delivered blocks', () => {
  let network: OrderedNetwork;
  afterEach(() => network.close());

  const start = async (options: OrderedOptions = {}): Promise<void> => {
    network = await OrderedNetwork.start(options);
  };
  const statuses = (answers: readonly DeliverAnswer[]) =>
    answers.map(({ block, status }) => status ?? Number(block?.header?.number));
  const forever = { start: oldest, stop: from(2n ** 53n - 1n) };
  const all = { start: oldest, stop: newest };

  test.each([
    ['a peer', PEER, { peer: 0 }],
    ['an orderer', undefined, { orderer: 0 }],
  ])(
    'services 81: a reader who is revoked is sent nothing more by %s',
    async (_, path, node) => {
      await start();
      const trader = await network.client('Trader', 'client', node);
      const received: DeliverAnswer[] = [];
      const stream = deliver(trader, seekEnvelope(trader.signer, forever), path, (answer) =>
        received.push(answer),
      );
      await until(() => received.length === 1);
      const bank = await network.client('BankA');
      await answerTo(bank, message(bank.signer));
      await until(() => received.length === 2);
      const { bundle } = network.channel;
      const admins = await Promise.all(
        ['BankA', 'BankB', 'Orderer1'].map((mspId) => network.enrol(mspId, 'admin')),
      );
      const without = removeElement(bundle.tree, '/Channel/Application', 'groups', 'Trader');
      expect((await answerTo(bank, signedUpdate(bundle, without, admins))).status).toBe(200);
      expect(statuses(await stream)).toEqual([0, 1, 403]);
      // Others still read, the update among what they get.
      const reader = await network.client('BankA', 'client', node);
      const seek = seekEnvelope(reader.signer, all);
      expect(statuses(await deliver(reader, seek, path))).toEqual([0, 1, 2, 200]);
      await until(() => network.channel.waiters.count === 0);
    },
    30_000,
  );

  test('services 74: with mutual TLS an envelope names the certificate of its connection', async () => {
    await start({ mutualTls: true });
    const { tlsCa } = network.organisations.get('Trader')!;
    const pair = await tlsCa.certifyTls('client');
    const hash = (pem: string) =>
      createHash('sha256').update(new X509Certificate(pem).raw).digest();
    const other = await tlsCa.certifyTls('other');
    for (const [path, node] of [
      [PEER, { peer: 0 }],
      [undefined, { orderer: 0 }],
    ] as const) {
      const client = await network.client('Trader', 'client', node, pair);
      const ask = (header: object) =>
        deliver(client, seekEnvelope(client.signer, all, header), path);
      expect(statuses(await ask({}))).toEqual([400]);
      expect(statuses(await ask({ tlsCertHash: hash(other.certificate) }))).toEqual([400]);
      expect(statuses(await ask({ tlsCertHash: hash(pair.certificate) }))).toEqual([0, 200]);
    }
    // Other services do not ask for it; but nobody connects without a certificate.
    const client = await network.client('Trader', 'client', { peer: 0 }, pair);
    const evaluated = await client.contract('qscc').evaluateTransaction('GetChainInfo', 'trade');
    expect(evaluated.length).toBeGreaterThan(30);
    const without = await network.client('Trader', 'client', { peer: 0 });
    await expect(
      without.contract('qscc').evaluateTransaction('GetChainInfo', 'trade'),
    ).rejects.toMatchObject({ code: 14 });
  }, 30_000);

  test('without mutual TLS the certificate’s hash is not looked at', async () => {
    await start();
    const client = await network.client('Trader', 'client', { peer: 0 });
    const header = { tlsCertHash: Buffer.from('anything') };
    const answers = await deliver(client, seekEnvelope(client.signer, all, header), PEER);
    expect(statuses(answers)).toEqual([0, 200]);
  }, 30_000);

  test('a channel’s access rules say who may read what', async () => {
    await start({ acls: { 'event/Block': '/Channel/Application/Admins' } });
    const client = await network.client('Trader', 'client', { peer: 0 });
    const ask = (path: string) => deliver(client, seekEnvelope(client.signer, all), path);
    expect(statuses(await ask(PEER))).toEqual([403]);
    expect((await ask(FILTERED)).map(({ status }) => status)).toEqual([undefined, 200]);
  }, 30_000);

  test('an orderer without leader delivers only to who takes what there is', async () => {
    await start({ orderers: 3 });
    const client = await network.client('BankA');
    const [, ...others] = network.channel.ordering.nodes;
    for (const node of others) network.channel.ordering.leave(node);
    const ask = (errorResponse: number) =>
      deliver(client, seekEnvelope(client.signer, { ...all, errorResponse }));
    expect(statuses(await ask(0))).toEqual([503]);
    expect(statuses(await ask(1))).toEqual([0, 200]);
  }, 30_000);

  test('an orderer’s readers are those of the channel; it knows only what it has joined', async () => {
    await start();
    const orderer = await network.client('Orderer1', 'orderer');
    expect(statuses(await deliver(orderer, seekEnvelope(orderer.signer, all)))).toEqual([0, 200]);
    const other = seekEnvelope(orderer.signer, all, { channelId: 'other' });
    expect(statuses(await deliver(orderer, other))).toEqual([404]);
    // An orderer is no reader of the application, so a peer refuses it.
    const atPeer = await network.client('Orderer1', 'orderer', { peer: 0 });
    expect(statuses(await deliver(atPeer, seekEnvelope(atPeer.signer, all), PEER))).toEqual([403]);
  }, 30_000);
});
