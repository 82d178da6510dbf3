import { describe, expect, test } from '@jest/globals';
import {
  aCall,
  aCredit,
  anApplication,
  now,
  parties,
  reference,
  terms,
  theDrawings,
} from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { applyForCredit, reviseCredit } from './apply.js';
import type { CreditCommand } from './commands.js';
import type { Credit } from './credit.js';
import { availableAmount, ceilingOf, reserveDrawing } from './drawings.js';
import { adviseCredit, confirmCredit, declineToConfirm, issueCredit } from './undertake.js';

const lastMoment = '2026-06-30T23:59:59.999Z';
const tooLate = '2026-07-01T00:00:00.000Z';
const usd = (minor: string) => ({ currency: 'USD', minor }) as const;
const none = new Set<string>();

const apply = (change: Partial<CreditCommand<'apply'>>, time?: string) =>
  applyForCredit(anApplication(change), aCall('applicant', time));

describe('an application', () => {
  test('is refused when applicant and beneficiary are one member (UCP 600 art. 2)', () => {
    const beneficiary = { msp: parties.applicant.msp, name: 'Another name' };
    const { code, details } = refusalOf(() => apply({ parties: { ...parties, beneficiary } }));
    expect(code).toBe('CREDIT_APPLICANT_IS_BENEFICIARY');
    expect(details).toEqual({ field: 'parties.beneficiary.msp', msp: 'ImporterMSP' });
  });

  test('may expire on the latest date of shipment, and not the day before (art. 6(d))', () => {
    const expiring = (date: string) => () =>
      apply({ terms: { ...terms, expiry: { date, place: 'Guangzhou' } } });
    expect(expiring('2026-05-31')()).toHaveLength(1);
    const { code, details } = refusalOf(expiring('2026-05-30'));
    expect(code).toBe('CREDIT_EXPIRY_BEFORE_SHIPMENT');
    expect(details).toMatchObject({ actual: '2026-05-30', limit: '2026-05-31' });
  });

  test('may be made in the last millisecond of the day of expiry, and not later', () => {
    expect(apply({}, lastMoment)[0].record.status).toBe('applied');
    expect(codeOf(() => apply({}, tooLate))).toBe('CREDIT_EXPIRED');
  });

  test('records what was asked for, and nothing else', () => {
    expect(apply({})).toEqual([
      {
        record: {
          kind: 'credit',
          version: 1,
          reference,
          status: 'applied',
          parties,
          terms,
          confidential: [],
          accepted: [],
          latestTime: now,
        },
        change: {
          type: 'CreditApplied',
          document: 'credit',
          parts: [reference],
          version: 1,
          status: 'applied',
        },
      },
    ]);
  });

  test('that was returned is revised whole, within the same limits', () => {
    const returned = aCredit({ status: 'returned', reason: 'Which port?' });
    const revise = (change: Partial<Credit['terms']>, time?: string) => () =>
      reviseCredit(
        returned,
        { reference, terms: { ...terms, ...change }, confidential: [] },
        aCall('applicant', time),
      );
    const [{ record }] = revise({ goods: '900 bicycles' })();
    expect(record).toMatchObject({
      status: 'applied',
      version: 4,
      terms: { goods: '900 bicycles' },
    });
    expect(codeOf(revise({ latestShipment: '2026-07-01' }))).toBe('CREDIT_EXPIRY_BEFORE_SHIPMENT');
    expect(codeOf(revise({}, tooLate))).toBe('CREDIT_EXPIRED');
  });
});

describe('an undertaking is given before the credit has expired, and not after (art. 6(d))', () => {
  const expired: readonly (readonly [string, (time: string) => readonly unknown[]])[] = [
    ['issue', (time) => issueCredit(aCredit({ status: 'applied' }), aCall('issuingBank', time))],
    [
      'advise',
      (time) => adviseCredit('advise', aCredit({ status: 'issued' }), aCall('advisingBank', time)),
    ],
    [
      'acknowledgeReceipt',
      (time) => adviseCredit('acknowledgeReceipt', aCredit(), aCall('advisingBank', time)),
    ],
    [
      'confirm',
      (time) => confirmCredit(aCredit({ status: 'acknowledged' }), aCall('advisingBank', time)),
    ],
  ];

  test.each(expired)('%s', (action, take) => {
    expect(take(lastMoment).length).toBeGreaterThan(0);
    const { code, details } = refusalOf(() => take(tooLate));
    expect(code).toBe('CREDIT_EXPIRED');
    expect(details).toMatchObject({ action, actual: '2026-07-01', limit: '2026-06-30' });
  });

  test('the date in force counts, not the first one', () => {
    const expiry = { date: '2026-07-31', place: 'Guangzhou' };
    const accepted = [{ number: 1, change: { expiry } }];
    const credit = aCredit({ status: 'acknowledged', accepted });
    expect(confirmCredit(credit, aCall('advisingBank', tooLate))[0].record.status).toBe(
      'confirmed',
    );
  });
});

test('a transaction may be as old as the record, and not a millisecond older', () => {
  const credit = aCredit({ status: 'issued', latestTime: now });
  const advise = (time: string) => () =>
    adviseCredit('advise', credit, aCall('advisingBank', time));
  expect(advise(now)()[0].record.status).toBe('advised');
  const { code, details } = refusalOf(advise('2026-05-20T08:59:59.999Z'));
  expect(code).toBe('TIME_BEFORE_RECORD');
  expect(details).toEqual({ actual: '2026-05-20T08:59:59.999Z', limit: now });
});

describe('a confirmation (art. 8)', () => {
  const credit = (confirmation: Credit['terms']['confirmation']) =>
    aCredit({ status: 'acknowledged', terms: { ...terms, confirmation } });
  const call = aCall('advisingBank');

  test.each(['mayAdd', 'confirm'] as const)(
    'is added or declined where the credit says %s',
    (it) => {
      expect(confirmCredit(credit(it), call)[0].record.status).toBe('confirmed');
      const [declined] = declineToConfirm(credit(it), 'Country limit', call);
      expect(declined.record).toMatchObject({ status: 'unconfirmed', reason: 'Country limit' });
    },
  );

  test('is neither where the credit does not ask for one', () => {
    const code = 'CREDIT_CONFIRMATION_NOT_ASKED';
    expect(codeOf(() => confirmCredit(credit('without'), call))).toBe(code);
    expect(codeOf(() => declineToConfirm(credit('without'), 'No', call))).toBe(code);
  });
});

test('issuing opens the account of drawings, of both banks', () => {
  const [issued, opened] = issueCredit(aCredit({ status: 'applied' }), aCall('issuingBank'));
  expect(issued.record.status).toBe('issued');
  expect(opened?.record).toMatchObject({
    kind: 'drawings',
    reference,
    presentations: [],
    version: 1,
  });
  expect(opened?.change.type).toBe('DrawingsOpened');
});

describe('the most that may be drawn', () => {
  test.each([
    ['10000000', 0, '10000000'],
    ['10000000', 10, '11000000'],
    // Cut, never rounded up: 199 × 1.05 = 208.95.
    ['199', 5, '208'],
    ['1', 99, '1'],
  ])('%s with %s per cent is %s', (minor, plus, limit) => {
    expect(ceilingOf({ amount: usd(minor), tolerance: { plus, minus: 0 } })).toEqual(usd(limit));
  });

  const drawings = theDrawings({
    presentations: [
      { reference: 'P1', amount: usd('4000000') },
      { reference: 'P2', amount: usd('5000000') },
    ],
  });
  const reserve =
    (minor: string, returned = none) =>
    () =>
      reserveDrawing(drawings, {
        reference: 'P3',
        amount: usd(minor),
        terms,
        returned,
        call: aCall('beneficiary'),
      });

  test('is what is left, and not one minor unit more (art. 18(b))', () => {
    expect(reserve('1000000')().record).toMatchObject({ version: 2, presentations: { length: 3 } });
    const { code, details } = refusalOf(reserve('1000001'));
    expect(code).toBe('DRAWING_ABOVE_AMOUNT');
    expect(details).toMatchObject({ actual: '10000.01 USD', limit: '10000.00 USD' });
  });

  test('grows again by what went back', () => {
    expect(reserve('5000000', new Set(['P1']))().record.version).toBe(2);
    expect(codeOf(reserve('5000001', new Set(['P1'])))).toBe('DRAWING_ABOVE_AMOUNT');
  });

  test('is never less than nothing, even when an amendment cut the credit', () => {
    const cut = { ...terms, amount: usd('8000000') };
    expect(availableAmount(cut, drawings, none)).toEqual(usd('0'));
  });

  test('is in the currency of the credit (art. 18(a)(iii))', () => {
    const at = {
      reference: 'P3',
      amount: { currency: 'EUR', minor: '1' } as const,
      terms,
      returned: none,
    };
    const run = () => reserveDrawing(drawings, { ...at, call: aCall('beneficiary') });
    expect(codeOf(run)).toBe('DRAWING_CURRENCY_WRONG');
  });
});
