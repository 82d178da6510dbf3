import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestNetwork } from '../test-support/test-network.js';

let network: TestNetwork;

beforeAll(async () => {
  network = await TestNetwork.start();
}, 30_000);
afterAll(() => network.close());

test('of a transaction only what the client signs is verified: proposal, envelope, question after it', async () => {
  const contract = (await network.client('BankA')).contract();
  const { checks } = network.devnet.channels.get('trade')!;
  // The first that an endorser or an orderer signs is verified all the same.
  await contract.submitTransaction('put', 'a', '1');
  const before = checks.verified;
  await contract.submitTransaction('put', 'b', '1');
  await contract.submitTransaction('put', 'c', '1');
  expect(checks.verified - before).toBe(2 * 3);
});
