import { describe, expect, test } from '@jest/globals';
import { anAmendment } from '../../test-support/amendments.js';
import {
  aCall,
  aCredit,
  parties,
  reference,
  terms,
  theDrawings,
} from '../../test-support/credits.js';
import { problemsOf } from '../../test-support/problems.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import type { Credit } from '../credit/credit.js';
import { effectiveTerms } from '../credit/effective-terms.js';
import type { Amendment } from './amendment.js';
import { acceptAmendment, rejectAmendment } from './answer.js';
import { adviseAmendment, issueAmendment, proposeAmendment } from './propose.js';
import { termsChangeSchema } from './terms-change.js';
import type { TermsChange } from './terms-change.js';

const usd = (minor: string) => ({ currency: 'USD', minor }) as const;
const nothing = { returned: new Set<string>(), settled: new Set<string>() };

const accept = (
  amendment: Amendment,
  credit: Credit = aCredit(),
  { drawings = theDrawings(), ended = nothing } = {},
) => acceptAmendment({ credit, drawings, amendment, ended }, aCall('beneficiary'));

describe('what an amendment may change', () => {
  test.each<[string, TermsChange]>([
    ['the amount up', { increase: usd('1') }],
    ['the amount down', { decrease: usd('1') }],
    ['dates and goods', { latestShipment: '2026-06-10', goods: '900 bicycles' }],
    ['everything, by cancelling', { cancel: true }],
  ])('%s', (_, change) => {
    expect(problemsOf(termsChangeSchema, change)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['nothing', {}, 'the whole must change something'],
    [
      'up and down',
      { increase: usd('1'), decrease: usd('1') },
      'decrease must not stand beside an increase',
    ],
    ['a cancelled credit', { cancel: true, goods: 'x' }, 'cancel must stand alone'],
    ['by zero', { increase: usd('0') }, 'increase.minor must be more than zero'],
  ])('not %s', (_, change, problem) => {
    expect(problemsOf(termsChangeSchema, change)).toContain(problem);
  });
});

describe('a proposal', () => {
  const propose =
    (number: number, change: TermsChange, previous?: Amendment, credit = aCredit()) =>
    () =>
      proposeAmendment(
        { credit, previous },
        { credit: reference, number, change },
        aCall('applicant'),
      );

  test('is numbered without gaps (field 26E)', () => {
    expect(propose(1, { goods: 'x' })()[0].record.number).toBe(1);
    expect(propose(2, { goods: 'x' }, anAmendment())()[0].record.number).toBe(2);
    expect(codeOf(propose(2, { goods: 'x' }))).toBe('AMENDMENT_NUMBER_WRONG');
  });

  test('decreases to one minor unit, and not to nothing', () => {
    expect(propose(1, { decrease: usd('9999999') })()).toHaveLength(1);
    expect(codeOf(propose(1, { decrease: usd('10000000') }))).toBe('AMENDMENT_DECREASE_TOO_LARGE');
  });

  test('increases up to what an amount can hold', () => {
    expect(propose(1, { increase: usd('99999989999999') })()).toHaveLength(1);
    expect(codeOf(propose(1, { increase: usd('99999990000000') }))).toBe('MONEY_TOO_LARGE');
  });

  test('keeps the currency, and the expiry after shipment', () => {
    const eur = { currency: 'EUR', minor: '1' } as const;
    expect(codeOf(propose(1, { increase: eur }))).toBe('AMENDMENT_CURRENCY_WRONG');
    expect(propose(1, { latestShipment: '2026-06-30' })()).toHaveLength(1);
    expect(codeOf(propose(1, { latestShipment: '2026-07-01' }))).toBe(
      'CREDIT_EXPIRY_BEFORE_SHIPMENT',
    );
  });

  test('is for a credit that the beneficiary knows of', () => {
    const run = propose(1, { goods: 'x' }, undefined, aCredit({ status: 'issued' }));
    expect(codeOf(run)).toBe('ACTION_WRONG_STATUS');
    const amendment = anAmendment({ status: 'proposed' });
    const closed = { credit: aCredit({ status: 'closed' }), amendment };
    expect(codeOf(() => issueAmendment(closed, aCall('issuingBank')))).toBe('ACTION_WRONG_STATUS');
  });
});

describe('a bank that has confirmed (UCP 600 art. 10(b))', () => {
  const advise = (status: Credit['status'], extendsConfirmation?: boolean) => () =>
    adviseAmendment(
      { credit: aCredit({ status }), amendment: anAmendment({ status: 'issued' }) },
      {
        credit: reference,
        number: 1,
        ...(extendsConfirmation !== undefined && { extendsConfirmation }),
      },
      aCall('advisingBank'),
    );

  test('says whether it extends its confirmation; any other has nothing to say', () => {
    expect(advise('confirmed', true)()[0].record.extendsConfirmation).toBe(true);
    expect(advise('confirmed', false)()[0].record.extendsConfirmation).toBe(false);
    expect(advise('acknowledged')()[0].record).not.toHaveProperty('extendsConfirmation');
    expect(codeOf(advise('confirmed'))).toBe('AMENDMENT_CONFIRMATION_UNSAID');
    expect(codeOf(advise('acknowledged', true))).toBe('AMENDMENT_CONFIRMATION_NONE');
  });

  test('has to agree to a cancellation (art. 10(a))', () => {
    const cancel = { change: { cancel: true } } as const;
    const credit = aCredit({ status: 'confirmed' });
    const [, cancelled] = accept(anAmendment({ ...cancel, extendsConfirmation: true }), credit);
    expect(cancelled?.change).toMatchObject({ type: 'CreditCancelled', status: 'cancelled' });
    expect(
      codeOf(() => accept(anAmendment({ ...cancel, extendsConfirmation: false }), credit)),
    ).toBe('AMENDMENT_CONFIRMER_DISAGREES');
    expect(accept(anAmendment(cancel))[1]?.record.status).toBe('cancelled');
  });
});

describe('an accepted amendment', () => {
  test('stands beside the terms, which never change', () => {
    const [accepted, amended] = accept(anAmendment());
    expect(accepted.record.status).toBe('accepted');
    const credit = amended?.record as unknown as Credit;
    expect(credit.terms).toEqual(terms);
    expect(credit.status).toBe('advised');
    expect(effectiveTerms(credit)).toEqual({ ...terms, amount: usd('10500000') });
  });

  test('takes effect in the order of the numbers, whichever was accepted first', () => {
    const second = { number: 2, change: { goods: 'second', increase: usd('2') } };
    const first = { number: 1, change: { goods: 'first', decrease: usd('1') } };
    const { goods, amount } = effectiveTerms({ terms, accepted: [second, first] });
    expect([goods, amount.minor]).toEqual(['second', '10000001']);
  });

  test.each([
    ['2026-06-15', undefined],
    ['2026-06-14', 'CREDIT_EXPIRY_BEFORE_SHIPMENT'],
  ])('is judged in its place by its number: a later one lets it expire on %s', (date, refusal) => {
    const later = { number: 2, change: { expiry: { date, place: 'Guangzhou' } } };
    const change = {
      expiry: { date: '2026-07-31', place: 'Guangzhou' },
      latestShipment: '2026-06-15',
    };
    const run = () => accept(anAmendment({ number: 1, change }), aCredit({ accepted: [later] }));
    if (refusal === undefined) {
      const { expiry } = effectiveTerms(run()[1]?.record as unknown as Credit);
      expect(expiry.date).toBe(date);
    } else {
      expect(codeOf(run)).toBe(refusal);
    }
  });

  test('has no tolerance that a later one took away', () => {
    const credit = aCredit({
      accepted: [{ number: 2, change: { tolerance: { plus: 0, minus: 0 } } }],
    });
    const drawings = theDrawings({ presentations: [{ reference: 'P1', amount: usd('9900000') }] });
    const change = { tolerance: { plus: 10, minus: 0 }, decrease: usd('1000000') };
    const run = () => accept(anAmendment({ number: 1, change }), credit, { drawings });
    expect(codeOf(run)).toBe('AMENDMENT_BELOW_DRAWN');
  });

  test('leaves what is drawn already, and not a minor unit less', () => {
    const drawings = theDrawings({ presentations: [{ reference: 'P1', amount: usd('6000000') }] });
    const decrease = (minor: string) => () =>
      accept(anAmendment({ change: { decrease: usd(minor) } }), aCredit(), { drawings });
    expect(decrease('4000000')()).toHaveLength(2);
    const { code, details } = refusalOf(decrease('4000001'));
    expect(code).toBe('AMENDMENT_BELOW_DRAWN');
    expect(details).toEqual({ actual: '60000.00 USD', limit: '59999.99 USD' });
  });

  test('cannot cancel while documents are with the bank', () => {
    const drawings = theDrawings({ presentations: [{ reference: 'P1', amount: usd('1') }] });
    const cancel = anAmendment({ change: { cancel: true } });
    expect(codeOf(() => accept(cancel, aCredit(), { drawings }))).toBe('CREDIT_PRESENTATION_OPEN');
    const ended = { ...nothing, settled: new Set(['P1']) };
    expect(accept(cancel, aCredit(), { drawings, ended })[1]?.record.status).toBe('cancelled');
  });
});

describe('an amendment that names other parties than its credit', () => {
  // One bank in both parts, with the true beneficiary: its own peer could seal that alone.
  const { issuingBank: _issuer, ...others } = parties;
  const forged = { parties: { ...others, issuingBank: parties.advisingBank } };

  test.each([
    [
      'issued',
      (amendment: Amendment, credit: Credit) =>
        issueAmendment({ credit, amendment }, aCall('advisingBank')),
      'proposed',
    ],
    [
      'advised',
      (amendment: Amendment, credit: Credit) =>
        adviseAmendment(
          { credit, amendment },
          { credit: reference, number: 1 },
          aCall('advisingBank'),
        ),
      'issued',
    ],
    ['accepted', (amendment: Amendment, credit: Credit) => accept(amendment, credit), 'advised'],
  ] as const)('is not %s', (_, act, status) => {
    const run = () => act(anAmendment({ ...forged, status }), aCredit());
    expect(codeOf(run)).toBe('DEAL_PARTIES_DIFFER');
  });
});

test('a rejection changes nothing of the credit', () => {
  const decision = rejectAmendment(anAmendment(), undefined, aCall('beneficiary'));
  expect(decision).toHaveLength(1);
  expect(decision[0].record.status).toBe('rejected');
});
