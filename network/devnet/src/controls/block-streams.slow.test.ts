import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import type { TestClient } from '../../test-support/test-client.js';
import { until } from '../../test-support/until.js';
import type { ControlClient } from './client.js';

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;

beforeAll(async () => {
  controlled = await ControlledNetwork.start();
  ({ control } = controlled);
});
afterAll(() => controlled.close());

describe('streams of blocks', () => {
  afterEach(() => control.releaseBlocks('trade'));

  /** The chaincode events that a client has seen. */
  const watch = async (from: TestClient, seen: string[]): Promise<() => void> => {
    const events = await from.network().getChaincodeEvents('kv');
    void (async () => {
      for await (const { eventName } of events) seen.push(eventName);
    })().catch(() => undefined);
    return () => {
      events.close();
    };
  };

  test('stand still at one peer, and go on where they were', async () => {
    const second = await controlled.network.client('BankB', 'client', 1);
    const [here, there]: [string[], string[]] = [[], []];
    const ends = [await watch(controlled.client, here), await watch(second, there)];
    const emit = async (name: string): Promise<void> => {
      const submitted = await controlled.client
        .contract()
        .submitAsync('event', { arguments: [name, 'x'] });
      await submitted.getStatus();
    };
    await emit('one');
    await until(() => here.length === 1 && there.length === 1);
    const held = await control.holdBlocks('trade', 'BankB:peer0.BankB');
    expect(held.heldBlocks).toEqual({ nodes: { 'BankB:peer0.BankB': Number(controlled.height) } });
    await emit('two');
    await emit('three');
    await until(() => here.length === 3);
    expect(there).toEqual(['one']);
    await control.releaseBlocks('trade', 'BankB:peer0.BankB');
    await until(() => there.length === 3);
    expect(there).toEqual(['one', 'two', 'three']);
    await control.holdBlocks('trade');
    await emit('four');
    expect([here.length, there.length]).toEqual([3, 3]);
    await control.releaseBlocks('trade');
    await until(() => here.length === 4 && there.length === 4);
    for (const end of ends) end();
    expect((await refusalOf(control.holdBlocks('trade', 'nobody'))).status).toBe(404);
  });
});
