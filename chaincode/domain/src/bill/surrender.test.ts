import { describe, expect, test } from '@jest/globals';
import { aTitle, holders, titleAfter } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { endorseBill } from './endorse.js';
import { acceptSurrender, rejectSurrender, surrenderBill } from './surrender.js';
import type { SurrenderRequest } from './surrender-request.js';
import type { IssuedTitle } from './title-form.js';
import type { Title } from './title.js';
import { transferBill } from './transfer.js';

type Who = keyof typeof holders;

const delivery: SurrenderRequest = { for: 'delivery' };
const surrender = (title: Title, by: Who, request: SurrenderRequest = delivery) =>
  surrenderBill(title, { request, call: aCall(by) });
const surrendered = (title: Title, by: Who, request: SurrenderRequest = delivery) =>
  titleAfter(title, surrender(title, by, request));
const reject = (title: Title, by: Who) =>
  rejectSurrender(title, { reason: 'The freight is not paid', call: aCall(by) });
const issuedTo = (holder: Who, title: IssuedTitle) => aTitle({ holder: holders[holder], title });

const straight = { type: 'straight', consignee: holders.applicant } as const;
const blank = { type: 'blank' } as const;

describe('who may surrender a bill that it possesses', () => {
  test.each([
    ['the consignee of a straight bill', 'applicant', straight],
    ['the shipper of a straight bill', 'beneficiary', straight],
    ['the endorsee', 'issuingBank', { type: 'toOrder', endorsee: holders.issuingBank }],
    ['the shipper, to whose order it is', 'beneficiary', { type: 'toOrder' }],
    ['anybody, if it is in blank', 'advisingBank', blank],
  ] as const)('%s', (_, who, title) => {
    expect(surrender(issuedTo(who, title), who)).toHaveLength(2);
  });

  test.each([
    ['a bank with a straight bill', 'issuingBank', straight, ['ImporterMSP', 'ExporterMSP']],
    [
      'the shipper, with a bill to the bank’s order',
      'beneficiary',
      { type: 'toOrder', endorsee: holders.issuingBank },
      ['ImportBankMSP'],
    ],
    [
      'a bank with a bill to the shipper’s order',
      'issuingBank',
      { type: 'toOrder' },
      ['ExporterMSP'],
    ],
  ] as const)('not %s', (_, who, title, required) => {
    const { code, details } = refusalOf(() => surrender(issuedTo(who, title), who));
    expect(code).toBe('TITLE_OTHER_CLAIMS');
    expect(details).toEqual({ action: 'surrender', required, msp: holders[who].msp });
  });

  test('nobody who does not possess it', () => {
    const title = issuedTo('advisingBank', { type: 'toOrder' });
    expect(codeOf(() => surrender(title, 'beneficiary'))).toBe('ACTION_WRONG_PARTY');
  });
});

describe('a surrendered bill', () => {
  const title = surrendered(issuedTo('applicant', blank), 'applicant');

  test('is with the carrier, for what it was given back', () => {
    expect(title.head).toMatchObject({
      status: 'surrenderRequested',
      possessor: holders.carrier,
      surrender: { for: 'delivery' },
      guards: ['CarrierMSP'],
    });
  });

  test('stays where it is until the carrier answers', () => {
    const call = aCall('applicant');
    expect(codeOf(() => transferBill(title, { to: holders.issuingBank, call }))).toBe(
      'ACTION_WRONG_PARTY',
    );
    expect(codeOf(() => surrender(title, 'applicant'))).toBe('ACTION_WRONG_PARTY');
    const byCarrier = { to: holders.issuingBank, call: aCall('carrier') };
    expect(codeOf(() => transferBill(title, byCarrier))).toBe('ACTION_WRONG_STATUS');
    expect(codeOf(() => endorseBill(title, { action: 'endorseInBlank' }, aCall('carrier')))).toBe(
      'ACTION_WRONG_STATUS',
    );
  });

  test('is answered by the carrier alone', () => {
    expect(codeOf(() => acceptSurrender(title, aCall('applicant')))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => reject(title, 'applicant'))).toBe('ACTION_WRONG_PARTY');
  });

  test('comes back to whom it came from, if the carrier declines', () => {
    const { head, chain } = titleAfter(title, reject(title, 'carrier'));
    expect(head).toMatchObject({
      status: 'held',
      openedBy: 'rejectSurrender',
      possessor: holders.applicant,
      title: blank,
    });
    expect(head.surrender).toBeUndefined();
    expect(chain[1]?.closed).toMatchObject({ reason: 'The freight is not paid' });
  });

  test.each([
    ['delivery', delivery],
    ['amendment', { for: 'amendment', cause: 'changeOfDestination' }],
  ] as const)('for %s ends there, once accepted', (purpose, request) => {
    const asked = surrendered(issuedTo('applicant', blank), 'applicant', request);
    const { head, bill } = titleAfter(asked, acceptSurrender(asked, aCall('carrier')));
    expect(head.status).toBe('surrendered');
    expect(bill).toMatchObject({ status: 'surrendered', surrenderedFor: purpose });
  });

  test('allows no act whatever, once accepted', () => {
    const ended = titleAfter(title, acceptSurrender(title, aCall('carrier')));
    const call = aCall('carrier');
    const acts = [
      () => acceptSurrender(ended, call),
      () => reject(ended, 'carrier'),
      () => surrender(ended, 'carrier'),
      () => transferBill(ended, { to: holders.applicant, call }),
      () => endorseBill(ended, { action: 'endorseInBlank' }, call),
    ];
    expect(acts.map(codeOf)).toEqual(acts.map(() => 'ACTION_WRONG_STATUS'));
  });
});

test('nothing can be answered before it was asked', () => {
  const title = issuedTo('applicant', blank);
  expect(codeOf(() => acceptSurrender(title, aCall('carrier')))).toBe('ACTION_WRONG_STATUS');
  expect(codeOf(() => reject(title, 'carrier'))).toBe('ACTION_WRONG_STATUS');
});
