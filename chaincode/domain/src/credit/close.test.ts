import { describe, expect, test } from '@jest/globals';
import { aCall, aCredit, now, terms, theDrawings } from '../../test-support/credits.js';
import { aCalendarRecord } from '../../test-support/register.js';
import { codeOf, refusalOf } from '../../test-support/refusal.js';
import { closeCredit } from './close.js';
import type { Closing } from './close.js';

const lastMoment = '2026-06-30T23:59:59.999Z';
const tooLate = '2026-07-01T00:00:00.000Z';
const none = new Set<string>();

const drawn = theDrawings({ presentations: [{ reference: 'P1', amount: terms.amount }] });
const part = theDrawings({
  presentations: [{ reference: 'P1', amount: { currency: 'USD', minor: '9999999' } }],
});
const ended = { returned: none, settled: new Set(['P1']) };
const lisbon = aCalendarRecord();
const bank = { place: lisbon.place, calendars: [lisbon] };

const close =
  (change: Partial<Closing> = {}, time = now) =>
  () =>
    closeCredit(
      { credit: aCredit(), drawings: part, ended, bank, ...change },
      aCall('issuingBank', time),
    );

describe('a credit is closed', () => {
  test('once it is drawn in full and paid, whatever calendars there are', () => {
    const calendars = { ...bank, calendars: [] };
    expect(close({ drawings: drawn, bank: calendars })()[0].record.status).toBe('closed');
  });

  test('or expired; not while a minor unit may still be drawn', () => {
    expect(codeOf(close())).toBe('CREDIT_STILL_AVAILABLE');
    expect(codeOf(close({}, lastMoment))).toBe('CREDIT_STILL_AVAILABLE');
    expect(close({}, tooLate)()[0].record.status).toBe('closed');
  });

  test('not before the banking day to which the expiry moves is over (UCP 600 art. 29(a))', () => {
    // The 28th is a Sunday.
    const expiry = { ...terms.expiry, date: '2026-06-28' };
    const credit = aCredit({ terms: { ...terms, expiry } });
    const { code, details } = refusalOf(close({ credit }, '2026-06-29T23:59:59.999Z'));
    expect([code, details['limit']]).toEqual(['CREDIT_STILL_AVAILABLE', '2026-06-29']);
    expect(close({ credit }, '2026-06-30T00:00:00.000Z')()[0].record.status).toBe('closed');
  });

  test('for its expiry only where it is known when the bank was open', () => {
    const unknown = { ...bank, calendars: [] };
    expect(codeOf(close({ bank: unknown }, lastMoment))).toBe('CREDIT_STILL_AVAILABLE');
    expect(codeOf(close({ bank: unknown }, tooLate))).toBe('CALENDAR_MISSING');
  });

  test('never while a presentation is neither settled nor returned', () => {
    const open = { returned: none, settled: none };
    const { code, details } = refusalOf(close({ drawings: drawn, ended: open }, tooLate));
    expect(code).toBe('CREDIT_PRESENTATION_OPEN');
    expect(details).toEqual({ open: ['P1'] });
    const returned = { returned: new Set(['P1']), settled: none };
    expect(close({ drawings: drawn, ended: returned }, tooLate)()[0].record.status).toBe('closed');
  });
});
