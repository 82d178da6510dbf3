import { describe, expect, test } from '@jest/globals';
import { aCall, aCredit, terms } from '../../test-support/credits.js';
import { anExamination, aPresentation } from '../../test-support/presentations.js';
import { codeOf } from '../../test-support/refusal.js';
import type { CreditTerms } from '../credit/terms.js';
import { undertake } from './undertake.js';

const later = '2026-05-28T00:00:00.000Z';

describe('the undertaking', () => {
  const under = (
    action: 'honour' | 'accept',
    available: CreditTerms['available'],
    onBoardDate?: string,
  ) =>
    undertake(
      action,
      {
        examination: anExamination({ status: 'complying' }),
        presentation: aPresentation(),
        credit: aCredit({ terms: { ...terms, available } }),
        ...(onBoardDate !== undefined && { bill: { onBoardDate } }),
      },
      aCall('issuingBank', later),
    )[0].record;
  const deferred = (maturity: (typeof maturities)[number][1]) =>
    ({ by: 'deferredPayment', maturity, onReceiptOfGoods: true }) as const;
  const maturities = [
    ['a date', { from: 'date', date: '2026-08-31' }, '2026-08-31'],
    ['shipment', { from: 'shipment', days: 21 }, '2026-05-31'],
    ['presentation', { from: 'presentation', days: 30 }, '2026-06-19'],
  ] as const;

  test.each(maturities)('matures from %s, the day counted from excluded (art. 3)', (...row) => {
    const [, maturity, expected] = row;
    expect(under('honour', deferred(maturity))).toMatchObject({
      status: 'honoured',
      undertaking: {
        at: later,
        by: 'deferredPayment',
        maturity: expected,
        onReceiptOfGoods: true,
      },
    });
  });

  test('counts from the date on board of the bill, where there is one', () => {
    const { undertaking: made } = under('honour', deferred(maturities[1][1]), '2026-05-11');
    expect(made?.maturity).toBe('2026-06-01');
  });

  test('waits for no goods, where the credit does not say so (art. 5)', () => {
    const available = { ...deferred(maturities[0][1]), onReceiptOfGoods: false };
    expect(under('honour', available).undertaking?.onReceiptOfGoods).toBe(false);
  });

  test('is to pay at once, where the credit is available at sight', () => {
    const { undertaking: made } = under('honour', { by: 'sightPayment' });
    expect(made).toEqual({ at: later, by: 'sightPayment', onReceiptOfGoods: false });
  });

  test('is a draft accepted, where the credit says so, and nothing else (art. 7(a))', () => {
    const acceptance = { by: 'acceptance', maturity: maturities[0][1] } as const;
    expect(under('accept', acceptance)).toMatchObject({
      status: 'accepted',
      undertaking: { maturity: '2026-08-31', onReceiptOfGoods: false },
    });
    expect(codeOf(() => under('honour', acceptance))).toBe('UNDERTAKING_WRONG');
    expect(codeOf(() => under('accept', { by: 'sightPayment' }))).toBe('UNDERTAKING_WRONG');
    expect(codeOf(() => under('accept', deferred(maturities[0][1])))).toBe('UNDERTAKING_WRONG');
  });

  test.each(['examining', 'refused', 'returned', 'honoured', 'settled'] as const)(
    'is not given when the examination is %s',
    (status) => {
      const run = () =>
        undertake(
          'honour',
          {
            examination: anExamination({ status }),
            presentation: aPresentation(),
            credit: aCredit(),
          },
          aCall('issuingBank', later),
        );
      expect(codeOf(run)).toBe('ACTION_WRONG_STATUS');
    },
  );
});
