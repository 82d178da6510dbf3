import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from '../../test-support/refusal.js';
import { addDays, dateFromUnixDay, daysBetween, isCalendarDate, weekdayOf } from './dates.js';
import { dateOf, isTime, timeFromTimestamp } from './time.js';

const unixDay = fc.integer({ min: -719_162, max: 2_932_896 });
const daysMs = 86_400_000;

// The platform's calendar is the oracle: the rules themselves may not use it.
test('days are those of the platform’s calendar', () => {
  fc.assert(
    fc.property(unixDay, (day) => {
      const date = dateFromUnixDay(day);
      expect(date).toBe(new Date(day * daysMs).toISOString().slice(0, 10));
      expect(isCalendarDate(date)).toBe(true);
    }),
  );
});

test('adding days and counting them agree', () => {
  fc.assert(
    fc.property(unixDay, fc.integer({ min: 0, max: 999 }), (day, days) => {
      fc.pre(day + days <= 2_932_896);
      const earlier = dateFromUnixDay(day);
      const later = addDays(earlier, days);
      expect(later).toBe(dateFromUnixDay(day + days));
      expect(daysBetween({ earlier, later })).toBe(days);
    }),
  );
});

test('weekdays are those of the platform’s calendar, with Sunday last', () => {
  fc.assert(
    fc.property(unixDay, (day) => {
      const sundayFirst = new Date(day * daysMs).getUTCDay();
      expect(weekdayOf(dateFromUnixDay(day))).toBe(sundayFirst === 0 ? 7 : sundayFirst);
    }),
  );
});

test.each([
  ['2028-02-29', true],
  ['2027-02-29', false],
  ['2100-02-29', false],
  ['2000-02-29', true],
  ['2026-04-30', true],
  ['2026-04-31', false],
  ['2026-00-01', false],
  ['2026-01-00', false],
  ['26-01-01', false],
  ['0000-01-01', false],
])('%s is a date: %s', (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

test('no day is counted from what is no date', () => {
  expect(() => addDays('2026-02-30', 1)).toThrow(TypeError);
});

test('a timestamp has the time of the platform’s clock', () => {
  const milliseconds = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(milliseconds, fc.integer({ min: 0, max: 999_999 }), (at, belowMs) => {
      const second = Math.floor(at / 1000);
      const nanos = (at - second * 1000) * 1_000_000 + belowMs;
      const time = timeFromTimestamp({ seconds: BigInt(second), nanos });
      expect(time).toBe(new Date(at).toISOString());
      expect(isTime(time)).toBe(true);
      expect(dateOf(time)).toBe(new Date(at).toISOString().slice(0, 10));
    }),
  );
});

test.each([
  [-62_135_596_801n, 0],
  [253_402_300_800n, 0],
  [0n, -1],
  [0n, 1_000_000_000],
])('refuses a timestamp of %s seconds and %s nanoseconds', (seconds, nanos) => {
  expect(codeOf(() => timeFromTimestamp({ seconds, nanos }))).toBe('TIME_OUT_OF_RANGE');
});

test.each([
  '2026-05-20T09:00:00Z',
  '2026-05-20T24:00:00.000Z',
  '2026-05-20T09:60:00.000Z',
  '2026-02-30T09:00:00.000Z',
  '2026-05-20T09:00:00.000+00:00',
])('%s is not the form of a time', (text) => {
  expect(isTime(text)).toBe(false);
});
