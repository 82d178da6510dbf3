import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';

describe('ordering', () => {
  let network: TestNetwork;
  let client: TestClient;

  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('BankA');
  }, 30_000);
  afterAll(() => network.close());

  test('a transaction that the ledger cannot judge is dropped and does not stop the channel', async () => {
    const { ledger } = network.channel;
    const contract = client.contract();
    await contract.submitTransaction('put', 'guarded', 'v');
    // A key whose policy cannot be read may not be written; nobody would endorse it once the policy is there.
    const unjudgeable = contract.newProposal('put', { arguments: ['guarded', 'w'] });
    const endorsed = await unjudgeable.endorse();
    await contract.submitTransaction('setMetadata', 'guarded', 'not a policy');
    const before = ledger.height;
    await endorsed.submit();
    await contract.submitTransaction('put', 'after', 'v');
    expect(network.warnings.join()).toContain(
      'a transaction was dropped: the policy of key "guarded"',
    );
    expect(ledger.height).toBe(before + 1n);
  });

  test.each([
    ['no header', Buffer.alloc(0), 'could not determine channel ID: header not set'],
    ['rubbish', Buffer.from('rubbish'), 'could not determine channel ID: '],
  ])('an envelope with %s is refused', (_, payload, info) => {
    const answer = network.channel.ordering.broadcast({ payload, signature: Buffer.from('s') });
    expect(answer.status).toBe('BAD_REQUEST');
    expect(answer.info).toContain(info);
  });
});
