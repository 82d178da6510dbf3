import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifySignatures } from '../test-support/block-signatures.js';
import { failureOf } from '../test-support/failure.js';
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

  test('each organisation runs its own chaincode', async () => {
    const other = await network.client('Trader', 'client', 1);
    expect(text(await other.contract().evaluateTransaction('organisation'))).toBe('BankB');
  });

  test('services 83: a result above 4 MiB needs a larger limit at the client', async () => {
    const failure = await failureOf(trader.contract().evaluateTransaction('large', '5242880'));
    expect(failure.code).toBe(8);
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
