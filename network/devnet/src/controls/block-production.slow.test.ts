import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
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

describe('blocks', () => {
  afterEach(() => control.setProduction('trade', { mode: 'instant' }));

  test('by hand: exactly these transactions, in this order, in one block; then the rest', async () => {
    expect((await control.setProduction('trade', { mode: 'manual' })).production).toEqual({
      mode: 'manual',
    });
    const before = controlled.height;
    const all = [
      await controlled.put('x', '1'),
      await controlled.put('y', '2'),
      await controlled.put('x', '3'),
    ];
    const [first, second, third] = all.map((it) => it.getTransactionId());
    expect(controlled.height).toBe(before);
    const view = await control.cut('trade', [third!, first!]);
    expect([view.height, view.waiting]).toEqual([Number(before) + 1, [second]]);
    expect(controlled.codesOf(before).map(([id]) => id)).toEqual([third, first]);
    expect(await controlled.get('x')).toBe('1');
    await control.cut('trade');
    expect((await all[1]!.getStatus()).code).toBe(VALID);
    const missing = await refusalOf(control.cut('trade', [first!]));
    expect([missing.status, missing.refusal.error]).toEqual([
      409,
      `transaction ${first!} does not wait: it was not submitted, or is in a block already`,
    ]);
  });

  test('at an interval, and instantly again', async () => {
    await control.setProduction('trade', { mode: 'interval', milliseconds: 2_000 });
    const before = controlled.height;
    const all = [await controlled.put('i1'), await controlled.put('i2')];
    await Promise.all(all.map((it) => it.getStatus()));
    expect(controlled.height).toBe(before + 1n);
    await control.setProduction('trade', { mode: 'manual' });
    const waiting = await controlled.put('i3');
    await control.setProduction('trade', { mode: 'instant' });
    expect((await waiting.getStatus()).code).toBe(VALID);
    const wrong = await refusalOf(
      control.setProduction('trade', { mode: 'interval', milliseconds: 0 }),
    );
    expect(wrong.refusal.field).toBe('milliseconds');
  });
});
