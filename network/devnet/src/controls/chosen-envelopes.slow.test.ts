import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
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

describe('rules for envelopes', () => {
  afterEach(() => controlled.withoutRules());

  test('chosen by chaincode, function, creator, every nth: others go on', async () => {
    await control.addRule({
      id: 'mine',
      when: { chaincode: 'kv', function: 'put', every: 2 },
      then: { action: 'hold' },
    });
    const all = [
      await controlled.put('a'),
      await controlled.put('b'),
      await controlled.put('c'),
      await controlled.put('d'),
    ];
    expect((await all[2]!.getStatus()).code).toBe(VALID);
    const held = (await control.envelopes({ state: 'waits' })).envelopes;
    expect(held.map((one) => one.transactionId)).toEqual(
      [all[1]!, all[3]!].map((it) => it.getTransactionId()),
    );
    expect(await control.rules()).toEqual([
      {
        id: 'mine',
        when: { chaincode: 'kv', function: 'put', every: 2 },
        then: { action: 'hold' },
        chosen: 2,
      },
    ]);
    const order = held.map((one) => one.transactionId).reverse();
    await control.release({ transactionIds: order });
    await all[3]!.getStatus();
    const places = order.map((id) => controlled.place(id)!);
    expect(places[0]!.blockNumber <= places[1]!.blockNumber).toBe(true);
  });

  test('whatever the rules, each transaction is committed as often as is listed, or listed as lost', async () => {
    const before = controlled.height;
    await control.addRule({ when: { probability: 0.2, seed: 'a' }, then: { action: 'drop' } });
    await control.addRule({ when: { every: 4 }, then: { action: 'duplicate', copies: 3 } });
    await control.addRule({ when: { every: 5 }, then: { action: 'delay', milliseconds: 50 } });
    await control.addRule({
      when: { probability: 0.5, seed: 'b' },
      then: { action: 'reorder', window: 3, order: { shuffle: 'c' } },
    });
    const sent = await Promise.all(
      Array.from({ length: 24 }, (_, i) => controlled.put(`property${i}`)),
    );
    const { faults } = controlled.network.devnet.controls;
    const waiting = () => faults.envelopes({ state: 'waits' });
    await until(() => !waiting().some(({ action }) => action === 'delay'));
    await control.release();
    const { envelopes } = await control.envelopes();
    const own = envelopes.slice(-sent.length);
    const ids = sent.map((one) => one.getTransactionId());
    expect(own.map((one) => one.transactionId).sort()).toEqual([...ids].sort());
    const expected = own.flatMap((one) => Array<string>(one.copies).fill(one.transactionId));
    const committed = () => controlled.codesFrom(before);
    await until(() => committed().length === expected.length);
    expect(
      committed()
        .map(([id]) => id)
        .sort(),
    ).toEqual([...expected].sort());
    expect(committed().filter(([, code]) => code === VALID)).toHaveLength(new Set(expected).size);
    for (const { action, state, copies } of own)
      expect([state, copies > 0]).toEqual(action === 'drop' ? ['lost', false] : ['went on', true]);
    expect(new Set(own.map((one) => one.action)).size).toBeGreaterThan(3);
  });

  test('refused: what is no rule, a taken or an unknown name', async () => {
    const wrong = await refusalOf(
      control.addRule({ when: { every: 0 }, then: { action: 'hold' } }),
    );
    expect(wrong).toMatchObject({
      status: 400,
      refusal: { field: 'when.every', advice: 'ask GET /v1 for what each control takes' },
    });
    await control.addRule({ id: 'mine', then: { action: 'hold' } });
    const taken = await refusalOf(control.addRule({ id: 'mine', then: { action: 'hold' } }));
    expect([taken.status, taken.message]).toEqual([
      400,
      'there is a rule mine already; remove that rule first, choose another id, or leave it out',
    ]);
    const unknown = await refusalOf(control.removeRules('other'));
    expect([unknown.status, unknown.refusal.error]).toEqual([
      404,
      'there is no rule other: there are mine',
    ]);
  });
});
