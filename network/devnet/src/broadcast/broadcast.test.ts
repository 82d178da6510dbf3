import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setGroup, setValue } from '@argosy/protocol/configuration/edit';
import { memberGroup } from '@argosy/protocol/genesis/application';
import { capability } from '@argosy/protocol/genesis/policies';
import { BatchSize, ConfigMetadata, ConsensusType } from '@argosy/protocol/messages/configuration';
import { pemSigner, type Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { Authority } from '../../test-support/certificates.js';
import {
  answerTo,
  blindUpdate,
  broadcast,
  envelope,
  message,
  signedUpdate,
} from '../../test-support/orderer-calls.js';
import { OrderedNetwork } from '../../test-support/ordered-network.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';

const NOT_A_WRITER =
  "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied";

describe('an orderer takes', () => {
  let network: OrderedNetwork;
  let client: TestClient;
  let admins: Signer[];

  beforeAll(async () => {
    network = await OrderedNetwork.start({
      batch: { absoluteMaxBytes: 40_000, preferredMaxBytes: 10_000 },
    });
    client = await network.client('BankA');
    admins = await Promise.all(
      ['BankA', 'BankB', 'Orderer1'].map((mspId) => network.enrol(mspId, 'admin')),
    );
  }, 30_000);
  afterAll(() => network.close());

  const ask = (one: Uint8Array) => answerTo(client, one);
  const update = (
    ...[desired, signers = admins]: [Parameters<typeof signedUpdate>[1], Signer[]?]
  ) => signedUpdate(network.channel.bundle, desired, signers);
  const batches = (maxMessageCount: number) =>
    setValue(
      network.channel.bundle.tree,
      '/Channel/Orderer',
      'BatchSize',
      encode(BatchSize, { maxMessageCount, absoluteMaxBytes: 40_000, preferredMaxBytes: 10_000 }),
    );

  test('several messages on one stream', async () => {
    const before = network.channel.ledger.height;
    const { answers, ended } = await broadcast(
      client,
      [1, 2, 3].map(() => message(client.signer)),
    );
    expect(answers).toEqual(Array(3).fill({ status: 200, info: '' }));
    expect(ended).toBe(false);
    await until(() => network.channel.ledger.height > before);
  });

  test('services 77: nothing for an unknown channel, and ends the stream', async () => {
    const { answers, ended } = await broadcast(client, [
      envelope(client.signer, Buffer.from('x'), { channelId: 'other' }),
      message(client.signer),
    ]);
    expect(answers).toEqual([{ status: 400, info: 'channel does not exist' }]);
    expect(ended).toBe(true);
  });

  test.each([
    [1, 'message is of type that cannot be processed directly'],
    [4, 'message is of type that is no longer supported'],
  ])('no message of type %i', async (type, info) => {
    expect(await ask(envelope(client.signer, Buffer.from('x'), { type }))).toEqual({
      status: 400,
      info,
    });
  });

  test('no message without header', async () => {
    expect(await ask(Buffer.alloc(0))).toEqual({
      status: 400,
      info: 'could not determine channel ID: header not set',
    });
  });

  test('services 19: nothing above the absolute maximum', async () => {
    const { status, info } = await ask(message(client.signer, 40_000));
    expect(status).toBe(400);
    expect(info).toMatch(
      /^message payload is 40\d{3,} bytes and exceeds maximum allowed 40000 bytes$/,
    );
  });

  test('nothing of an expired identity', async () => {
    const expired = await network.enrol('BankA', 'client', -0.5);
    expect(await ask(message(expired))).toEqual({
      status: 400,
      info: 'broadcast client identity expired',
    });
  });

  test('services 18: nothing of somebody who may not write', async () => {
    const peer = await network.enrol('BankA', 'peer');
    expect(await ask(message(peer))).toEqual({ status: 403, info: NOT_A_WRITER });
    const tampered = Buffer.from(message(client.signer));
    tampered[tampered.length - 1]! ^= 1;
    expect((await ask(tampered)).status).toBe(403);
  });

  test('no update of somebody who may not write', async () => {
    const peer = await network.enrol('BankA', 'peer');
    const configuration = signedUpdate(network.channel.bundle, batches(7), admins, peer);
    expect(await ask(configuration)).toEqual({
      status: 403,
      info: `config update for existing channel did not pass initial checks: ${NOT_A_WRITER}`,
    });
  });

  test('no update that too few signed', async () => {
    const { status, info } = await ask(update(batches(7), admins.slice(0, 1)));
    expect(status).toBe(400);
    expect(info).toMatch(/^error applying config update to existing channel 'trade': .*BatchSize/);
    expect(network.channel.bundle.sequence).toBe(0n);
  });

  test('no update to capabilities that nobody here has', async () => {
    const { bundle } = network.channel;
    const later = setValue(bundle.tree, '/Channel/Application', 'Capabilities', capability('V9_9'));
    const { status, info } = await ask(blindUpdate(bundle, later, admins));
    expect(status).toBe(400);
    expect(info).toMatch(/^error applying config update to existing channel 'trade': .*V9_9/);
  });

  test('no update that leaves nobody here to order', async () => {
    const { bundle } = network.channel;
    const value = bundle.tree.groups.get('Orderer')!.values.get('ConsensusType')!.value;
    const consensus = decode(ConsensusType, value);
    const { tlsCa } = network.organisations.get('BankA')!;
    const elsewhere = (await tlsCa.certifyTls('elsewhere')).certificate;
    const metadata = encode(ConfigMetadata, {
      ...decode(ConfigMetadata, consensus.metadata),
      consenters: [
        {
          host: 'localhost',
          port: 1,
          clientTlsCert: Buffer.from(elsewhere),
          serverTlsCert: Buffer.from(elsewhere),
        },
      ],
    });
    const moved = setValue(
      bundle.tree,
      '/Channel/Orderer',
      'ConsensusType',
      encode(ConsensusType, { ...consensus, metadata }),
    );
    expect(await ask(blindUpdate(bundle, moved, admins))).toEqual({
      status: 503,
      info: 'the orderers of this development network would be too few to order under that configuration',
    });
  });

  test('an update, which stands in a block of its own and is in force from then on', async () => {
    const before = network.channel.ledger.height;
    expect(await ask(update(batches(7)))).toEqual({ status: 200, info: '' });
    await until(() => network.channel.bundle.sequence === 1n);
    expect(network.channel.bundle.batchSize.maxMessageCount).toBe(7);
    const [transaction, ...others] = network.channel.ledger.summary(before).transactions;
    expect(transaction).toMatchObject({ type: 1, code: 0 });
    expect(others).toEqual([]);
  });

  test('no update twice', async () => {
    const first = update(batches(8));
    expect((await ask(first)).status).toBe(200);
    await until(() => network.channel.bundle.batchSize.maxMessageCount === 8);
    const { status, info } = await ask(first);
    expect([status, info]).toEqual([
      400,
      expect.stringMatching(/is at version 2, and the update was computed|must set version/),
    ]);
  });

  test('messages of an organisation from when it is a member', async () => {
    const [ca, tlsCa] = await Promise.all([Authority.make('ca.New'), Authority.make('tlsca.New')]);
    const pair = await ca.enrol('client.New', 'client');
    const newcomer = pemSigner('New', pair.certificate, pair.key);
    expect((await ask(message(newcomer))).status).toBe(403);
    const group = memberGroup({
      mspId: 'New',
      rootCertificate: ca.certificate,
      tlsRootCertificate: tlsCa.certificate,
    });
    const { tree, sequence } = network.channel.bundle;
    const grown = setGroup(tree, '/Channel/Application', 'New', group);
    expect(await ask(update(grown))).toEqual({ status: 200, info: '' });
    await until(() => network.channel.bundle.sequence > sequence);
    expect(await ask(message(newcomer))).toEqual({ status: 200, info: '' });
  });
});
