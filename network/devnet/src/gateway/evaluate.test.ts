import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TestNetwork } from '../../test-support/test-network.js';
import type { TestClient } from '../../test-support/test-client.js';

describe('evaluate', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  test('services 1: evaluate-ok', async () => {
    const answer = await client.contract().evaluateTransaction('organisation');
    expect(Buffer.from(answer).toString()).toBe('BankA');
  });
});
