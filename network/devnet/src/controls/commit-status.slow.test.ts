import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
import { statusWithin } from '../../test-support/status-within.js';
import { until } from '../../test-support/until.js';
import type { ControlClient } from './client.js';

const VALID = 0;

/** A busy machine may take its time. */
jest.setTimeout(60_000);

let controlled: ControlledNetwork;
let control: ControlClient;

beforeAll(async () => {
  controlled = await ControlledNetwork.start();
  ({ control } = controlled);
});
afterAll(() => controlled.close());

describe('commit status', () => {
  afterEach(() => control.releaseStatus('trade'));

  test('held of all: clients wait, though it is committed; released, they hear it', async () => {
    const held = await control.holdStatus('trade');
    expect(held.heldStatus).toEqual({ all: true, except: [] });
    const submitted = await controlled.put('silent');
    await until(() => controlled.place(submitted.getTransactionId()) !== undefined);
    expect((await failureOf(statusWithin(submitted, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    expect(await controlled.get('silent')).toBe('v');
    const waiting = submitted.getStatus();
    await control.releaseStatus('trade');
    expect((await waiting).code).toBe(VALID);
  });

  test('held of one transaction; or released for one only', async () => {
    const [one, other] = [await controlled.put('one'), await controlled.put('other')];
    await control.holdStatus('trade', [one.getTransactionId()]);
    expect((await failureOf(statusWithin(one, 200))).code).toBe(status.DEADLINE_EXCEEDED);
    expect((await other.getStatus()).code).toBe(VALID);
    await control.holdStatus('trade');
    await control.releaseStatus('trade', [one.getTransactionId()]);
    expect((await one.getStatus()).code).toBe(VALID);
    expect((await failureOf(statusWithin(other, 200))).code).toBe(status.DEADLINE_EXCEEDED);
  });

  test('refused: an unknown channel', async () => {
    const { refusal, status: code } = await refusalOf(control.holdStatus('border'));
    expect(code).toBe(404);
    expect(refusal).toEqual({
      error: 'there is no channel border: there are trade',
      field: 'channel',
      rule: 'must name a channel',
      advice: 'use one of these names',
    });
  });
});
