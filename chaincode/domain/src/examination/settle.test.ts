import { describe, expect, test } from '@jest/globals';
import { aCall, now, parties } from '../../test-support/credits.js';
import {
  anExamination,
  aReceipt,
  paymentReference,
  undertaking,
} from '../../test-support/presentations.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { awaitsReceipt, settlePresentation } from './settle.js';

describe('settlement', () => {
  const settle = (
    time: string,
    { receipt = undefined as ReturnType<typeof aReceipt> | undefined, change = {} } = {},
  ) =>
    settlePresentation(
      { examination: anExamination({ status: 'honoured', undertaking, ...change }), receipt },
      paymentReference,
      aCall('issuingBank', time),
    )[0].record;
  const eve = '2026-08-30T23:59:59.999Z';
  const due = '2026-08-31T00:00:00.000Z';

  test('is due from the day of maturity, and not before', () => {
    expect(settle(due)).toMatchObject({
      status: 'settled',
      settlement: { at: due, paymentReference },
    });
    const { code, details } = refusalOf(() => settle(eve));
    expect(code).toBe('SETTLEMENT_NOT_DUE');
    expect(details).toMatchObject({ actual: '2026-08-30', limit: '2026-08-31' });
  });

  test('is due earlier when the receipt of the goods is recorded, in whatever condition', () => {
    const receipt = aReceipt({ condition: 'damaged', remark: 'Wet' });
    expect(settle(receipt.latestTime, { receipt }).status).toBe('settled');
    const before = '2026-06-21T08:59:59.999Z';
    expect(codeOf(() => settle(before, { receipt }))).toBe('TIME_BEFORE_RECORD');
  });

  test('has nothing to do with the goods, where the credit does not say so (art. 5)', () => {
    const change = { undertaking: { ...undertaking, onReceiptOfGoods: false } };
    expect(codeOf(() => settle(eve, { receipt: aReceipt(), change }))).toBe('SETTLEMENT_NOT_DUE');
  });

  test('does not follow from a receipt between others', () => {
    const receipt = aReceipt({ parties: { ...parties, applicant: parties.beneficiary } });
    expect(codeOf(() => settle(eve, { receipt }))).toBe('DEAL_PARTIES_DIFFER');
  });

  test('asks for the receipt until the eve of maturity, where it matters at all', () => {
    const awaits = (time: string) => awaitsReceipt(anExamination({ undertaking }), { time });
    expect([awaits(eve), awaits(due)]).toEqual([true, false]);
    expect(awaitsReceipt(anExamination(), { time: eve })).toBe(false);
  });

  test('is due at once at sight', () => {
    const sight = { at: now, by: 'sightPayment', onReceiptOfGoods: false } as const;
    const change = { undertaking: sight };
    expect(settle('2026-05-22T09:00:00.000Z', { change }).status).toBe('settled');
  });
});
