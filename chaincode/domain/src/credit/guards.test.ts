import { describe, expect, test } from '@jest/globals';
import {
  aCall,
  aCredit,
  anApplication,
  aPresentation,
  parties,
  paymentReference,
  presentation,
  reference,
  terms,
} from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { decideCredit } from './decide.js';
import type { CreditCommand } from './commands.js';
import type { Credit } from './credit.js';

const apply = (change: Partial<CreditCommand<'apply'>>, time?: string) =>
  decideCredit(
    undefined,
    { action: 'apply', command: anApplication(change) },
    aCall('applicant', time),
  );
const present = (
  change: Partial<CreditCommand<'present'>>,
  { time, credit = {} }: { time?: string; credit?: Partial<Credit> } = {},
) =>
  decideCredit(
    aCredit(credit),
    { action: 'present', command: aPresentation(change) },
    aCall('beneficiary', time),
  );

describe('an application', () => {
  test('is refused when applicant and beneficiary are one member', () => {
    const beneficiary = { msp: parties.applicant.msp, name: 'Another name' };
    const { code, details } = refusalOf(() => apply({ parties: { ...parties, beneficiary } }));
    expect(code).toBe('CREDIT_APPLICANT_IS_BENEFICIARY');
    expect(details).toEqual({ field: 'parties.beneficiary.msp', msp: 'ImporterMSP' });
  });

  test('may expire on the latest date of shipment', () => {
    const expiry = { date: terms.latestShipment, place: 'Guangzhou' };
    expect(apply({ terms: { ...terms, expiry } }).credit.terms.expiry).toEqual(expiry);
  });

  test('may not expire the day before', () => {
    const expiry = { date: '2026-05-30', place: 'Guangzhou' };
    const { code, details } = refusalOf(() => apply({ terms: { ...terms, expiry } }));
    expect(code).toBe('CREDIT_EXPIRY_BEFORE_SHIPMENT');
    expect(details).toEqual({
      field: 'terms.expiry.date',
      actual: '2026-05-30',
      limit: '2026-05-31',
    });
  });

  test('may be made in the last millisecond of the day of expiry, and not later', () => {
    expect(apply({}, '2026-06-30T23:59:59.999Z').credit.status).toBe('applied');
    const { code } = refusalOf(() => apply({}, '2026-07-01T00:00:00.000Z'));
    expect(code).toBe('CREDIT_EXPIRED');
  });

  test('records what was asked for, and nothing else', () => {
    expect(apply({}).credit).toEqual({
      kind: 'credit',
      version: 1,
      reference,
      status: 'applied',
      parties,
      terms,
      latestTime: '2026-05-20T09:00:00.000Z',
    });
  });
});

test.each(['issue', 'advise'] as const)(
  'to %s is possible on the day of expiry only until its end',
  (action) => {
    const credit = aCredit({ status: action === 'issue' ? 'applied' : 'issued' });
    const role = action === 'issue' ? 'issuingBank' : 'advisingBank';
    const at = (time: string) => () =>
      decideCredit(credit, { action, command: { reference } }, aCall(role, time));
    expect(at('2026-06-30T23:59:59.999Z')().credit.version).toBe(4);
    expect(refusalOf(at('2026-07-01T00:00:00.000Z')).details).toMatchObject({
      action,
      actual: '2026-07-01',
      limit: '2026-06-30',
    });
  },
);

test('a transaction may be as old as the record, and not a millisecond older', () => {
  const credit = { latestTime: '2026-05-20T09:00:00.000Z' };
  expect(present({}, { credit }).credit.status).toBe('presented');
  const older = { credit, time: '2026-05-20T08:59:59.999Z' };
  const { code, details } = refusalOf(() => present({}, older));
  expect(code).toBe('TIME_BEFORE_RECORD');
  expect(details).toEqual({ actual: older.time, limit: credit.latestTime });
});

describe('a presentation', () => {
  test('is recorded with its time, and leaves all else as it was', () => {
    const { credit } = present({});
    expect(credit).toEqual(
      aCredit({
        status: 'presented',
        version: 4,
        presentation,
        latestTime: presentation.presentedAt,
      }),
    );
  });

  test('is possible until the end of the day of expiry', () => {
    const shipmentDate = '2026-05-31';
    const credit = { terms: { ...terms, presentationPeriodDays: 60 } };
    const time = '2026-06-30T23:59:59.999Z';
    expect(present({ shipmentDate }, { credit, time }).credit.status).toBe('presented');
    const late = { credit, time: '2026-07-01T00:00:00.000Z' };
    const { code, details } = refusalOf(() => present({ shipmentDate }, late));
    expect(code).toBe('PRESENTATION_AFTER_EXPIRY');
    expect(details).toEqual({ actual: '2026-07-01', limit: '2026-06-30' });
  });

  test('is possible on the 21st day after shipment, and refused on the 22nd', () => {
    const shipmentDate = '2026-05-12';
    const time = '2026-06-02T12:00:00.000Z';
    expect(present({ shipmentDate }, { time }).credit.status).toBe('presented');
    const { code, details } = refusalOf(() =>
      present({ shipmentDate }, { time: '2026-06-03T00:00:00.000Z' }),
    );
    expect(code).toBe('PRESENTATION_LATE');
    expect(details).toEqual({
      actual: '2026-06-03',
      limit: '2026-06-02',
      periodDays: 21,
      shipmentDate,
    });
  });

  test('is held to the period that the credit states', () => {
    const credit = { terms: { ...terms, presentationPeriodDays: 10 } };
    expect(present({}, { credit }).credit.status).toBe('presented');
    const shorter = { terms: { ...terms, presentationPeriodDays: 9 } };
    expect(refusalOf(() => present({}, { credit: shorter })).code).toBe('PRESENTATION_LATE');
  });

  test('may show shipment on the latest date, and not the day after', () => {
    const time = '2026-06-05T00:00:00.000Z';
    expect(present({ shipmentDate: '2026-05-31' }, { time }).credit.status).toBe('presented');
    const { code, details } = refusalOf(() => present({ shipmentDate: '2026-06-01' }, { time }));
    expect(code).toBe('SHIPMENT_LATE');
    expect(details).toMatchObject({ actual: '2026-06-01', limit: '2026-05-31' });
  });

  test('may show shipment on the day itself, and not on the next', () => {
    expect(present({ shipmentDate: '2026-05-20' }).credit.status).toBe('presented');
    const { code } = refusalOf(() => present({ shipmentDate: '2026-05-21' }));
    expect(code).toBe('SHIPMENT_AFTER_PRESENTATION');
  });

  test('may draw the whole amount, and not one cent more', () => {
    const draw = (minor: string) => () => present({ amount: { currency: 'USD', minor } });
    expect(draw('10000000')().credit.presentation?.amount.minor).toBe('10000000');
    const { code, details } = refusalOf(draw('10000001'));
    expect(code).toBe('DRAWING_ABOVE_AMOUNT');
    expect(details).toEqual({
      field: 'amount.minor',
      actual: '100000.01 USD',
      limit: '100000.00 USD',
    });
  });

  test('draws in the currency of the credit', () => {
    const { code } = refusalOf(() => present({ amount: { currency: 'EUR', minor: '1' } }));
    expect(code).toBe('DRAWING_CURRENCY_WRONG');
  });

  test('needs every document required, and may have more', () => {
    const [invoice, bill] = presentation.documents;
    if (invoice === undefined || bill === undefined) throw new Error('two documents');
    const packingList = { type: 'packingList', sha256: 'c3'.repeat(32) } as const;
    expect(present({ documents: [invoice, bill, packingList] }).credit.status).toBe('presented');
    const { code, details } = refusalOf(() => present({ documents: [invoice, packingList] }));
    expect(code).toBe('DOCUMENT_MISSING');
    expect(details['missing']).toEqual(['billOfLading']);
  });
});

test('a credit presented in time is honoured and settled after expiry too', () => {
  const late = '2026-07-15T10:00:00.000Z';
  const honoured = decideCredit(
    aCredit({ status: 'presented' }),
    { action: 'honour', command: { reference } },
    aCall('issuingBank', late),
  ).credit;
  const settled = decideCredit(
    honoured,
    { action: 'settle', command: { reference, paymentReference } },
    aCall('issuingBank', late),
  ).credit;
  expect(settled.settlement).toEqual({ paymentReference, settledAt: late });
  expect(settled.presentation).toEqual(presentation);
});
