import { status } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { refusalOf } from '../../test-support/control-refusal.js';
import { ControlledNetwork } from '../../test-support/controlled-network.js';
import { failureOf } from '../../test-support/failure.js';
import { statusWithin } from '../../test-support/status-within.js';
import { until } from '../../test-support/until.js';
import type { ControlClient } from './client.js';

const VALID = 0;
const MVCC_READ_CONFLICT = 11;

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

  test('held: the client has SUCCESS and no status, until it is released', async () => {
    const rule = await control.addRule({ when: { function: 'put' }, then: { action: 'hold' } });
    const submitted = await controlled.put('held');
    const id = submitted.getTransactionId();
    expect((await failureOf(statusWithin(submitted, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    expect(await controlled.get('held')).toBe('');
    const { envelopes } = await control.envelopes({ transactionId: id });
    expect(envelopes).toEqual([
      {
        number: expect.any(Number),
        channel: 'trade',
        transactionId: id,
        creatorMsp: 'BankA',
        chaincode: 'kv',
        function: 'put',
        admittedAt: expect.stringMatching(/Z$/),
        action: 'hold',
        rule,
        state: 'waits',
        copies: 0,
      },
    ]);
    const cut = await refusalOf(control.cut('trade', [id]));
    expect([cut.status, cut.message]).toEqual([
      409,
      expect.stringContaining('a rule holds it back: release it first'),
    ]);
    const released = await control.release({ transactionIds: [id] });
    expect(released.map((one) => one.state)).toEqual(['went on']);
    expect((await submitted.getStatus()).code).toBe(VALID);
    expect(await controlled.get('held')).toBe('v');
    expect((await refusalOf(control.release({ transactionIds: [id] }))).status).toBe(409);
  });

  test('dropped: it never comes, and the list says so; sent again it is committed', async () => {
    await control.addRule({ when: { creatorMsp: 'BankA', first: 1 }, then: { action: 'drop' } });
    const proposal = controlled.client
      .contract()
      .newProposal('put', { arguments: ['dropped', 'v'] });
    const transaction = await proposal.endorse();
    const first = await transaction.submit();
    expect((await failureOf(statusWithin(first, 300))).code).toBe(status.DEADLINE_EXCEEDED);
    const { envelopes } = await control.envelopes({ state: 'lost' });
    expect(envelopes.at(-1)).toMatchObject({
      transactionId: proposal.getTransactionId(),
      why: 'dropped by rule rule-2',
    });
    const again = await transaction.submit();
    expect((await again.getStatus()).code).toBe(VALID);
  });

  test('delayed: it comes later', async () => {
    await control.addRule({ then: { action: 'delay', milliseconds: 2_000 } });
    const submitted = await controlled.put('delayed');
    expect((await control.envelopes({ state: 'waits' })).envelopes).toHaveLength(1);
    expect((await submitted.getStatus()).code).toBe(VALID);
    expect((await control.envelopes({ state: 'waits' })).envelopes).toEqual([]);
  });

  test('duplicated: one is valid, the other is known already', async () => {
    await control.addRule({ then: { action: 'duplicate', copies: 2 } });
    const submitted = await controlled.put('twice');
    const id = submitted.getTransactionId();
    const { code, blockNumber } = await submitted.getStatus();
    expect(code).toBe(VALID);
    const all = () => controlled.codesFrom(blockNumber);
    await until(() => all().filter(([txId]) => txId === id).length === 2);
    expect(all()).toEqual([
      [id, 0],
      [id, 9],
    ]);
    expect((await submitted.getStatus()).code).toBe(VALID);
  });

  test('reordered: the same set in another order, so the other one of two loses', async () => {
    await (await controlled.put('counter', '1')).getStatus();
    const before = controlled.height;
    await control.addRule({ then: { action: 'reorder', window: 2, order: 'reverse' } });
    const increment = () =>
      controlled.client.contract().newProposal('increment', { arguments: ['counter'] });
    const [one, other] = await Promise.all([increment().endorse(), increment().endorse()]);
    const submitted = [await one.submit(), await other.submit()];
    const codes = await Promise.all(submitted.map((it) => it.getStatus().then(({ code }) => code)));
    expect(codes).toEqual([MVCC_READ_CONFLICT, VALID]);
    expect(controlled.codesOf(before).map(([id]) => id)).toEqual(
      [submitted[1]!, submitted[0]!].map((it) => it.getTransactionId()),
    );
  });
});
