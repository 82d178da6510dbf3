import { describe, expect, test } from '@jest/globals';
import { aTitle, holders, titleAfter } from '../../test-support/bills.js';
import { aCall } from '../../test-support/credits.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { endorseBill } from './endorse.js';
import { possessionsLimit } from './pass-on.js';
import type { Title } from './title.js';
import { rejectTransfer, transferBill } from './transfer.js';

type Who = keyof typeof holders;

const transfer = (title: Title, by: Who, to: Who) =>
  transferBill(title, { to: holders[to], call: aCall(by) });
const reject = (title: Title, by: Who) =>
  rejectTransfer(title, { reason: 'Not ours', call: aCall(by) });
const atNumber = (number: number): Title => {
  const title = aTitle();
  return { ...title, head: { ...title.head, number } };
};

describe('a transfer', () => {
  const title = aTitle();
  const after = titleAfter(title, transfer(title, 'beneficiary', 'advisingBank'));

  test('closes one possession and opens the next, and leaves title as it is', () => {
    const [before, now] = after.chain;
    expect(before?.status).toBe('passedOn');
    expect(before?.closed).toEqual({
      by: 'transfer',
      next: { transactionId: 'tx-of-the-test', sha256: expect.any(String) },
    });
    expect(now).toMatchObject({
      status: 'held',
      number: 2,
      openedBy: 'transfer',
      possessor: holders.advisingBank,
      title: title.head.title,
      guards: ['ExportBankMSP'],
      previous: { transactionId: 'tx-of-the-issue', possessor: holders.beneficiary },
    });
  });

  test('is for the possessor alone', () => {
    expect(codeOf(() => transfer(title, 'issuingBank', 'applicant'))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => transfer(title, 'carrier', 'applicant'))).toBe('ACTION_WRONG_PARTY');
    expect(codeOf(() => transfer(after, 'beneficiary', 'applicant'))).toBe('ACTION_WRONG_PARTY');
    expect(transfer(after, 'advisingBank', 'applicant')).toHaveLength(2);
  });

  test.each([
    ['beneficiary', 'possessor'],
    ['carrier', 'carrier'],
  ] as const)('cannot be to its %s', (to, actual) => {
    const { code, details } = refusalOf(() => transfer(title, 'beneficiary', to));
    expect(code).toBe('POSSESSION_RECIPIENT_WRONG');
    expect(details).toEqual({ msp: holders[to].msp, actual });
  });

  test('is the last one that is possible where the possessions are many', () => {
    const last = atNumber(possessionsLimit - 1);
    expect(transfer(last, 'beneficiary', 'applicant')).toHaveLength(2);
    const full = atNumber(possessionsLimit);
    const { code, details } = refusalOf(() => transfer(full, 'beneficiary', 'applicant'));
    expect([code, details]).toEqual(['POSSESSION_TOO_MANY', { actual: 200, limit: 200 }]);
  });
});

describe('a rejected transfer', () => {
  const given = titleAfter(aTitle(), transfer(aTitle(), 'beneficiary', 'issuingBank'));

  test('gives the bill back to whom it came from, with the title that it came with', () => {
    const { head, chain } = titleAfter(given, reject(given, 'issuingBank'));
    expect(head).toMatchObject({
      status: 'held',
      number: 3,
      openedBy: 'rejectTransfer',
      possessor: holders.beneficiary,
      title: given.head.title,
    });
    expect(chain[1]?.closed).toMatchObject({ by: 'rejectTransfer', reason: 'Not ours' });
  });

  test('is for whom it was transferred to', () => {
    expect(codeOf(() => reject(given, 'beneficiary'))).toBe('ACTION_WRONG_PARTY');
  });

  test('is possible as the next act only', () => {
    const endorsed = titleAfter(
      given,
      endorseBill(given, { action: 'endorseInBlank' }, aCall('issuingBank')),
    );
    const { code, details } = refusalOf(() => reject(endorsed, 'issuingBank'));
    expect(code).toBe('POSSESSION_NOT_JUST_TRANSFERRED');
    expect(details).toEqual({ actual: 'transfer', endorsements: 1 });
  });

  test('cannot itself be rejected, nor can the first possession', () => {
    const back = titleAfter(given, reject(given, 'issuingBank'));
    const code = 'POSSESSION_NOT_JUST_TRANSFERRED';
    expect(codeOf(() => reject(back, 'beneficiary'))).toBe(code);
    expect(codeOf(() => reject(aTitle(), 'beneficiary'))).toBe(code);
  });

  test('is possible however many possessions there were', () => {
    const full = { ...given, head: { ...given.head, number: possessionsLimit } };
    expect(reject(full, 'issuingBank')).toHaveLength(2);
  });
});

test('no act reaches back before the last change', () => {
  const title = aTitle();
  const at = (time: string) => () =>
    transferBill(title, { to: holders.applicant, call: aCall('beneficiary', time) });
  expect(at('2026-05-11T08:00:00.000Z')()).toHaveLength(2);
  expect(codeOf(at('2026-05-11T07:59:59.999Z'))).toBe('TIME_BEFORE_RECORD');
});
