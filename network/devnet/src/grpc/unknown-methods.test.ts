import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endingOf } from '../../test-support/raw-call.js';
import type { TestClient } from '../../test-support/test-client.js';
import { TestNetwork } from '../../test-support/test-network.js';
import { failureOf } from '../../test-support/failure.js';

describe('a method that a peer has not', () => {
  let network: TestNetwork;
  let client: TestClient;
  beforeAll(async () => {
    network = await TestNetwork.start();
    client = await network.client('Trader');
  }, 30_000);
  afterAll(() => network.close());

  test.each([
    ['/gateway.Gateway/Nothing', 'unknown method Nothing for service gateway.Gateway'],
    ['/orderer.AtomicBroadcast/Broadcast', 'unknown service orderer.AtomicBroadcast'],
    ['/gateway.Gateway/a/b', 'unknown service gateway.Gateway/a'],
    ['/nothing', 'malformed method name: "/nothing"'],
  ])('is refused by its name: %s', async (path, text) => {
    const refusal = { code: status.UNIMPLEMENTED, text };
    expect(await endingOf(client, path, [])).toEqual({ ...refusal, messages: 0 });
    expect(await failureOf(client.call(path, Buffer.from('request')))).toMatchObject(refusal);
  });

  test('is refused in a text that fits a trailer, however long its name is', async () => {
    const path = `/x.Y/${'z'.repeat(5_000)}`;
    expect((await endingOf(client, path, [])).text).toBe('unknown service x.Y');
    const { text } = await endingOf(client, `/gateway.Gateway/${'z'.repeat(5_000)}`, []);
    expect(text.length).toBeLessThan(3_200);
  });
});
