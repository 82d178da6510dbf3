import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { refusalOf } from '../../test-support/refusal.js';
import { addDays, daysBetween, weekdayOf } from '../shared/dates.js';
import { addBankingDays, isBankingDay, nextBankingDay } from './banking-days.js';
import type { BankCalendars } from './banking-days.js';

const lisbon: BankCalendars = {
  place: 'PTLIS',
  calendars: [
    {
      place: 'PTLIS',
      year: 2026,
      weekend: [6, 7],
      holidays: ['2026-04-03', '2026-04-06', '2026-06-10', '2026-12-25'],
    },
    { place: 'PTLIS', year: 2027, weekend: [6, 7], holidays: ['2027-01-01'] },
    { place: 'AEDXB', year: 2028, weekend: [5, 6], holidays: [] },
  ],
};

const dubai: BankCalendars = { place: 'AEDXB', calendars: lisbon.calendars };

test.each([
  ['2026-06-09', true],
  ['2026-06-10', false],
  ['2026-06-11', true],
  ['2026-06-12', true],
  ['2026-06-13', false],
  ['2026-06-14', false],
  ['2026-06-15', true],
  ['2026-12-31', true],
  ['2027-01-01', false],
])('banks in Lisbon are open on %s: %s', (date, expected) => {
  expect(isBankingDay(date, lisbon)).toBe(expected);
});

test.each([
  ['2028-01-06', true],
  ['2028-01-07', false],
  ['2028-01-08', false],
  ['2028-01-09', true],
])('the weekend is that of the place: %s in Dubai is open: %s', (date, expected) => {
  expect(isBankingDay(date, dubai)).toBe(expected);
});

describe('an expiry on a day when banks are closed moves to the next banking day', () => {
  test.each([
    ['2026-06-12', '2026-06-12'],
    ['2026-06-13', '2026-06-15'],
    ['2026-06-14', '2026-06-15'],
    ['2026-06-10', '2026-06-11'],
    ['2026-04-02', '2026-04-02'],
    ['2026-04-03', '2026-04-07'],
    ['2026-12-25', '2026-12-28'],
    ['2027-01-01', '2027-01-04'],
  ])('%s to %s', (date, expected) => {
    expect(nextBankingDay(date, lisbon)).toBe(expected);
  });
});

describe('banking days are counted from the day after', () => {
  test.each([
    ['a Monday', '2026-06-15', 5, '2026-06-22'],
    ['a Saturday', '2026-06-13', 5, '2026-06-19'],
    ['a Sunday', '2026-06-14', 5, '2026-06-19'],
    ['over a holiday', '2026-06-08', 5, '2026-06-16'],
    ['a holiday', '2026-06-10', 5, '2026-06-17'],
    ['over Easter', '2026-04-02', 1, '2026-04-07'],
    ['over the new year', '2026-12-24', 5, '2027-01-04'],
    ['none', '2026-06-15', 0, '2026-06-15'],
    ['none, on a closed day', '2026-06-13', 0, '2026-06-13'],
  ])('%s: %s and %d days', (_, date, days, expected) => {
    expect(addBankingDays(date, days, lisbon)).toBe(expected);
  });

  test.each([-1, 1.5, NaN, Infinity])('%d is no number of days', (days) => {
    expect(() => addBankingDays('2026-06-15', days, lisbon)).toThrow(RangeError);
  });
});

describe('without the calendar of a year there is no answer', () => {
  test.each([
    ['the day', 2025, () => isBankingDay('2025-12-31', lisbon)],
    ['the day, a Sunday', 2028, () => isBankingDay('2028-01-02', lisbon)],
    ['a later day', 2028, () => addBankingDays('2027-12-31', 1, lisbon)],
    ['the day after the last year', 10_000, () => addBankingDays('9999-12-31', 1, lisbon)],
  ])('%s', (_, year, run) => {
    const { code, details } = refusalOf(run);
    expect(code).toBe('CALENDAR_MISSING');
    expect(details).toEqual({ place: 'PTLIS', year });
  });

  test('the calendar of the day that is not counted is not needed', () => {
    expect(addBankingDays('2025-12-31', 1, lisbon)).toBe('2026-01-01');
    expect(addBankingDays('2027-12-30', 1, lisbon)).toBe('2027-12-31');
  });

  test('another place’s calendar is none', () => {
    expect(refusalOf(() => isBankingDay('2026-06-15', dubai)).details).toEqual({
      place: 'AEDXB',
      year: 2026,
    });
  });
});

describe('over any calendar', () => {
  const start = fc.integer({ min: 0, max: 700 }).map((day) => addDays('2026-01-01', day));
  const weekend = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 });
  const holidays = fc.uniqueArray(fc.integer({ min: 0, max: 1_095 }), { maxLength: 40 });
  const bank: fc.Arbitrary<BankCalendars> = fc
    .record({ weekend, holidays })
    .map(({ weekend: closed, holidays: days }) => {
      const dates = days.map((day) => addDays('2026-01-01', day)).sort();
      const years = [2026, 2027, 2028, 2029];
      const calendars = years.map((year) => ({
        place: 'PTLIS',
        year,
        weekend: [...closed].sort(),
        holidays: dates.filter((date) => date.startsWith(String(year))),
      }));
      return { place: 'PTLIS', calendars };
    });

  test('the next banking day is open, and none before it is', () => {
    fc.assert(
      fc.property(bank, start, (calendars, date) => {
        const next = nextBankingDay(date, calendars);
        expect(isBankingDay(next, calendars)).toBe(true);
        expect(openDays(calendars, date, next)).toBe(0);
        expect(nextBankingDay(next, calendars)).toBe(next);
      }),
    );
  });

  test('exactly so many days are open after the day and until the last', () => {
    fc.assert(
      fc.property(bank, start, fc.integer({ min: 1, max: 10 }), (calendars, date, days) => {
        const last = addBankingDays(date, days, calendars);
        expect(openDays(calendars, addDays(date, 1), addDays(last, 1))).toBe(days);
        expect(isBankingDay(last, calendars)).toBe(true);
      }),
    );
  });

  /** How many days are open from one day until before another, judged from the lists alone. */
  function openDays({ calendars }: BankCalendars, from: string, until: string): number {
    const closed = new Set(calendars.flatMap(({ holidays: dates }) => dates));
    const days = daysBetween({ earlier: from, later: until });
    return Array.from({ length: days }, (_, day) => addDays(from, day)).filter(
      (date) => !closed.has(date) && calendars[0]?.weekend.includes(weekdayOf(date)) === false,
    ).length;
  }
});
