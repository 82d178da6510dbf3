import { describe, expect, test } from '@jest/globals';
import { aTitle, holders, titleAfter } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { endorseBill } from './endorse.js';
import { escrowTitle, giveBackTitle, releaseTitle } from './escrow.js';
import { possessionsLimit } from './pass-on.js';
import { titleIn } from './possession.js';
import { surrenderBill } from './surrender.js';
import type { IssuedTitle } from './title-form.js';
import type { Title } from './title.js';
import { transferBill } from './transfer.js';

type Who = keyof typeof holders;

const presentation = 'PR-2026/0007';
const bank = holders.issuingBank;
const { applicant } = holders;
const escrow = (title: Title, by: Who = 'beneficiary') =>
  escrowTitle(title, { bank, presentation, call: aCall(by) });
const release = (title: Title, by: Who = 'issuingBank', of = presentation) =>
  releaseTitle(title, { applicant, presentation: of, call: aCall(by) });
const giveBack = (title: Title, by: Who = 'issuingBank', of = presentation) =>
  giveBackTitle(title, { presentation: of, call: aCall(by) });
const escrowed = (title: IssuedTitle = { type: 'toOrder', endorsee: bank }) => {
  const issued = aTitle({ title });
  return titleAfter(issued, escrow(issued));
};

describe('a bill that is presented', () => {
  const title = escrowed();

  test('is with the bank alone, for that presentation', () => {
    expect(title.head).toMatchObject({
      status: 'escrowed',
      possessor: bank,
      escrow: { presentation },
      guards: ['ImportBankMSP'],
    });
  });

  test('has to be possessed by its presenter', () => {
    expect(codeOf(() => escrow(aTitle(), 'advisingBank'))).toBe('ACTION_WRONG_PARTY');
  });

  test('cannot be presented again, under whichever credit', () => {
    expect(codeOf(() => escrow(title))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => escrow(title, 'issuingBank'))).toBe('ACTION_WRONG_STATUS');
  });

  test('can be neither transferred, endorsed nor surrendered by the bank', () => {
    const call = aCall('issuingBank');
    const acts = [
      () => transferBill(title, { to: applicant, call }),
      () => endorseBill(title, { action: 'endorseInBlank' }, call),
      () => surrenderBill(title, { request: { for: 'delivery' }, call }),
    ];
    expect(acts.map(codeOf)).toEqual(acts.map(() => 'ACTION_WRONG_STATUS'));
  });

  test('is the last one to be presented where its possessions are many', () => {
    const atNumber = (number: number): Title => {
      const issued = aTitle();
      return { ...issued, head: { ...issued.head, number } };
    };
    expect(escrow(atNumber(possessionsLimit - 1))).toHaveLength(2);
    expect(codeOf(() => escrow(atNumber(possessionsLimit)))).toBe('POSSESSION_TOO_MANY');
  });
});

describe('a release', () => {
  test('gives the bill to the applicant, endorsed if it was to the bank’s order', () => {
    const { head } = titleAfter(escrowed(), release(escrowed()));
    expect(head).toMatchObject({ status: 'held', openedBy: 'release', possessor: applicant });
    expect(head.escrow).toBeUndefined();
    expect(titleIn(head)).toEqual({
      type: 'toOrder',
      endorsee: applicant,
      endorseeMayEndorse: true,
    });
  });

  test.each([
    ['in blank', { type: 'blank' }],
    ['straight', { type: 'straight', consignee: applicant }],
    ['to the applicant’s order', { type: 'toOrder', endorsee: applicant }],
    ['to the shipper’s order, which it was never endorsed from', { type: 'toOrder' }],
  ] as const)('leaves a title %s as it is', (_, form) => {
    const title = escrowed(form);
    expect(titleIn(titleAfter(title, release(title)).head)).toEqual(titleIn(title.head));
  });

  test('leaves a title that the bank may not endorse on as it is', () => {
    const issued = aTitle({ title: { type: 'toOrder' } });
    const act = { action: 'endorse', endorsee: bank } as const;
    const endorsed = titleAfter(issued, endorseBill(issued, act, aCall('beneficiary')));
    const title = titleAfter(endorsed, escrow(endorsed));
    expect(titleIn(titleAfter(title, release(title)).head)).toMatchObject({ endorsee: bank });
  });

  test('makes the applicant able to surrender the bill', () => {
    const released = titleAfter(escrowed(), release(escrowed()));
    const call = aCall('applicant');
    expect(surrenderBill(released, { request: { for: 'delivery' }, call })).toHaveLength(2);
  });
});

describe('what is given back', () => {
  test('is with the presenter again, as it was presented', () => {
    const title = escrowed();
    const { head } = titleAfter(title, giveBack(title));
    expect(head).toMatchObject({
      status: 'held',
      openedBy: 'giveBack',
      possessor: holders.beneficiary,
      title: title.head.title,
    });
    expect(head.escrow).toBeUndefined();
  });

  test('can be presented again', () => {
    const title = escrowed();
    expect(escrow(titleAfter(title, giveBack(title)))).toHaveLength(2);
  });
});

describe.each([
  ['release', release],
  ['giveBack', giveBack],
])('%s', (_, act) => {
  test('is for the bank that holds the bill', () => {
    expect(codeOf(() => act(escrowed(), 'beneficiary'))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => act(escrowed(), 'advisingBank'))).toBe('ACTION_WRONG_PARTY');
  });

  test('is of a bill in escrow', () => {
    const title = aTitle({ holder: bank });
    expect(codeOf(() => act(title))).toBe('ACTION_WRONG_PARTY');
  });

  test('is for the presentation for which it is in escrow', () => {
    const { code, details } = refusalOf(() => act(escrowed(), 'issuingBank', 'PR-2026/0008'));
    expect(code).toBe('ESCROW_OTHER_PRESENTATION');
    expect(details).toEqual({ actual: presentation, required: 'PR-2026/0008' });
  });

  test('is possible however many possessions there were', () => {
    const title = escrowed();
    const full = { ...title, head: { ...title.head, number: possessionsLimit + 1 } };
    expect(act(full)).toHaveLength(2);
  });
});
