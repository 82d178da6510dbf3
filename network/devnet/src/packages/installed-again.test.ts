import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TestNetwork } from '../../test-support/test-network.js';

let network: TestNetwork;
beforeAll(async () => {
  network = await TestNetwork.start();
}, 30_000);
afterAll(() => network.close());

test('what was installed and approved runs after a restart', async () => {
  await network.devnet.close();
  await network.open();
  const client = await network.client('BankA');
  const answer = await client.contract().submitTransaction('put', 'again', 'v');
  expect(Buffer.from(answer).toString()).toBe('v');
});
