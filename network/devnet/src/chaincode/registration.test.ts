import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestNetwork } from '../../test-support/test-network.js';
import { failureOf } from '../../test-support/failure.js';

describe('chaincode registration', () => {
  let network: TestNetwork;

  beforeAll(async () => {
    network = await TestNetwork.start();
  }, 30_000);
  afterAll(() => network.close());

  test('services 37: another package id is not accepted, and the caller waits', async () => {
    await network.devnet.close();
    const [peer] = network.config.peers;
    const [chaincode] = peer!.chaincodes;
    const wanted = `kv_1:${'cd'.repeat(32)}`;
    peer!.chaincodes[0] = { ...chaincode!, packageId: wanted };
    await network.open({ timeouts: { startupMs: 300 } });
    const client = await network.client('BankA');
    const failure = await failureOf(client.contract().submitTransaction('organisation'));
    expect(failure.details[0]?.message).toMatch(
      new RegExp(
        `could not launch chaincode ${wanted}: timeout expired while starting chaincode ${wanted} for transaction$`,
      ),
    );
    expect(network.warnings.join('\n')).toContain('peer will not accept external chaincode');
  });
});
