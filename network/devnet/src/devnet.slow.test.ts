import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash } from '@hyperledger/fabric-gateway';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { SignedProposal } from '@argosy/protocol/messages/proposal';
import { decode, encode } from '@argosy/protocol/wire';
import { verifySignatures } from '../test-support/block-signatures.js';
import { failureOf } from '../test-support/failure.js';
import { propose } from '../test-support/proposals.js';
import type { TestClient } from '../test-support/test-client.js';
import { TestNetwork } from '../test-support/test-network.js';
import { systemAmbient } from './ambient.js';
import { Devnet } from './devnet.js';

describe('devnet', () => {
  let network: TestNetwork;
  let trader: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    trader = await network.client('Trader');
  }, 30_000);
  afterAll(() => network.close());

  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

  test('services 82: a sponsored client works through its host’s peer', async () => {
    expect(text(await trader.contract().evaluateTransaction('organisation'))).toBe('BankA');
    expect(text(await trader.contract().submitTransaction('put', 'mine', 'v'))).toBe('v');
    const transient = { transientData: { secret: Buffer.from('s') } };
    expect(text(await trader.contract().evaluate('transient', transient))).toBe('secret');
    const wanted = trader.contract().newProposal('get', { endorsingOrganizations: ['Trader'] });
    const failure = await failureOf(wanted.endorse());
    expect(failure.text).toBe('failed to find any endorsing peers for org(s): Trader');
  });

  test('services 82: its events reach it there, the peer is not its own, and its organisation counts', async () => {
    const events = await trader.network().getChaincodeEvents('kv');
    await trader.contract().submitTransaction('event', 'shipped', 'x');
    for await (const { eventName } of events) {
      expect(eventName).toBe('shipped');
      break;
    }
    events.close();
    const { signed } = propose(trader.signer, {
      channelId: '',
      chaincodeName: 'cscc',
      args: ['GetChannels'],
    });
    const asked = trader.call('/protos.Endorser/ProcessProposal', encode(SignedProposal, signed));
    expect((await failureOf(asked)).text).toBe(
      'error validating proposal: access denied: channel [] creator org unknown, creator is malformed',
    );
    // Of three organisations two are a majority, whether the third has peers or not.
    const { policies } = network.channel.bundle;
    const admins = await Promise.all(
      ['BankA', 'BankB', 'Trader'].map((mspId) => network.client(mspId, 'admin')),
    );
    const met = (...who: TestClient[]) =>
      policies.evaluate(
        '/Channel/Application/Admins',
        who.map(({ signer }) => {
          const message = Buffer.from('m');
          return { message, identity: signer.creator, signature: signer.sign(message) };
        }),
      ).satisfied;
    expect([met(admins[0]!), met(admins[0]!, admins[2]!), met(...admins.slice(0, 2))]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('each organisation runs its own chaincode', async () => {
    const other = await network.client('Trader', 'client', 1);
    expect(text(await other.contract().evaluateTransaction('organisation'))).toBe('BankB');
  });

  test('services 83: a result above 4 MiB needs a larger limit at the client', async () => {
    const failure = await failureOf(trader.contract().evaluateTransaction('large', '5242880'));
    expect(failure.code).toBe(8);
    const { endpoint, msp } = network.config.peers[0]!;
    const tls = credentials.createSsl(Buffer.from(network.organisations[msp]!.tlsCa.certificate));
    const connection = new Client(endpoint, tls, { 'grpc.max_receive_message_length': -1 });
    const { mspId, creator, sign } = trader.signer;
    const { idBytes } = decode(SerializedIdentity, creator);
    const gateway = connect({
      client: connection,
      identity: { mspId, credentials: idBytes },
      signer: (message) => Promise.resolve(sign(message)),
      hash: hash.none,
    });
    const contract = gateway.getNetwork('trade').getContract('kv');
    expect(await contract.evaluateTransaction('large', '5242880')).toHaveLength(5_242_880);
    gateway.close();
    connection.close();
  });

  test('three of four consenters sign each block', () => {
    expect(verifySignatures(network.channel, 1n)).toEqual({ signatures: 3, satisfied: true });
  });

  test('transactions that wait go into one block', async () => {
    const contract = trader.contract();
    const keys = Array.from({ length: 20 }, (_, i) => `batch${i}`);
    const proposals = keys.map((key) => contract.newProposal('put', { arguments: [key, 'v'] }));
    const transactions = await Promise.all(proposals.map((proposal) => proposal.endorse()));
    const before = network.channel.ledger.height;
    const commits = await Promise.all(transactions.map((transaction) => transaction.submit()));
    const statuses = await Promise.all(commits.map((commit) => commit.getStatus()));
    expect(statuses.every(({ code }) => code === 0)).toBe(true);
    expect(Number(network.channel.ledger.height - before)).toBeLessThan(20);
  });

  test('a taken port is named', async () => {
    const elsewhere = { ...network.config, dataDir: join(network.folder, 'elsewhere') };
    const start = Devnet.start(elsewhere, systemAmbient);
    await expect(start).rejects.toThrow(/^port \d+ is taken by another process/);
  });

  test('consenters must be those of the channel', async () => {
    const [first, ...others] = network.config.consenters;
    const elsewhere = join(network.folder, 'consenters');
    const config = { ...network.config, dataDir: elsewhere };
    const start = (consenters: typeof config.consenters) =>
      Devnet.start({ ...config, consenters }, systemAmbient);
    await expect(start(others)).rejects.toThrow(/^channel trade names consenter 1 of OrdererA/);
    const swapped = [{ ...others[0]!, id: 1 }, { ...first!, id: 2 }, ...others.slice(1)];
    await expect(start(swapped)).rejects.toThrow(/certificate and key are not configured$/);
  });

  test('what was committed is there after a restart', async () => {
    await trader.contract().submitTransaction('put', 'kept', 'v');
    const height = network.channel.ledger.height;
    await network.devnet.close();
    await network.open();
    expect(network.channel.ledger.height).toBe(height);
    expect(text(await trader.contract().evaluateTransaction('get', 'kept'))).toBe('v');
  });
});
