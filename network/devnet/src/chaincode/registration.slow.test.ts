import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { install } from '../../test-support/deploy.js';
import { kvConnection, TestNetwork } from '../../test-support/test-network.js';
import { servicePackage } from '../packages/chaincode-package.js';
import { failureOf } from '../../test-support/failure.js';

describe('chaincode registration', () => {
  let network: TestNetwork;

  beforeAll(async () => {
    network = await TestNetwork.start({ timeouts: { startupMs: 300 } });
  }, 30_000);
  afterAll(() => network.close());

  test('services 37: another package id is not accepted, and the caller waits', async () => {
    const other = servicePackage('other', kvConnection);
    for (const admin of await network.administrators()) await install(admin, other.bytes);
    await network.define({ name: 'other', sequence: 1n, version: '1' }, other.id);
    const wanted = other.id;
    const client = await network.client('BankA');
    const textOf = async () => {
      const call = client.contract('other').submitTransaction('organisation');
      return (await failureOf(call)).details[0]?.message;
    };
    const launch = `could not launch chaincode ${wanted}: `;
    const expired = `timeout expired while starting chaincode ${wanted} for transaction`;
    // The peer began to launch it with the block; only who launches it himself is told without more.
    expect(await textOf()).toContain(`${launch}chaincode registration failed: ${expired}`);
    expect(await textOf()).toContain(`${launch}${expired}`);
    expect(network.warnings.join('\n')).toContain('peer will not accept external chaincode');
  });
});
