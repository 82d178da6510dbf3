import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { calendarSchema } from './calendar.js';
import type { Calendar } from './calendar.js';

const calendar: Calendar = {
  place: 'PTLIS',
  year: 2026,
  weekend: [6, 7],
  holidays: ['2026-01-01', '2026-04-03', '2026-12-25'],
};

const ascendingDays = 'weekend must be in ascending order, each day once';
const ascendingDates = 'holidays must be in ascending order, each date once';
const otherYear = 'holidays must be dates of the year of the calendar';

const good: readonly Partial<Calendar>[] = [
  {},
  { name: 'Lisbon' },
  { name: 'x'.repeat(70) },
  { year: 2000, holidays: ['2000-01-01'] },
  { year: 2999, holidays: ['2999-12-31'] },
  { weekend: [5] },
  { weekend: [1, 2, 3, 4, 5, 6] },
  { holidays: [] },
  { holidays: ['2026-01-01', '2026-12-31'] },
];

test.each(good)('a calendar may have %j', (change) => {
  expect(problemsOf(calendarSchema, { ...calendar, ...change })).toEqual([]);
});

const bad: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [
    { place: 'ZZLIS' },
    'place must start with a country code (ISO 3166), as a UN/LOCODE does, such as NLRTM',
  ],
  [{ name: '' }, 'name must not be empty'],
  [{ name: 'x'.repeat(71) }, 'name must have at most 70 characters'],
  [{ year: 1999, holidays: [] }, 'year must be 2000 or later'],
  [{ year: 3000, holidays: [] }, 'year must be 2999 or earlier'],
  [{ weekend: [] }, 'weekend must name at least one day of the week'],
  [{ weekend: [1, 2, 3, 4, 5, 6, 7] }, 'weekend must leave a day of the week open'],
  [{ weekend: [0, 6] }, 'weekend.0 must be 1 to 7'],
  [{ weekend: [6, 8] }, 'weekend.1 must be 1 to 7'],
  [{ weekend: [7, 6] }, ascendingDays],
  [{ weekend: [6, 6] }, ascendingDays],
  [{ holidays: ['2026-04-03', '2026-01-01'] }, ascendingDates],
  [{ holidays: ['2026-01-01', '2026-01-01'] }, ascendingDates],
  [{ holidays: ['2025-12-31'] }, otherYear],
  [{ holidays: ['2027-01-01'] }, otherYear],
  [{ holidays: ['2026-02-29'] }, 'holidays.0 must be a date of the calendar, as YYYY-MM-DD'],
];

test.each(bad)('a calendar may not have %j', (change, problem) => {
  expect(problemsOf(calendarSchema, { ...calendar, ...change })).toEqual([problem]);
});

test('a calendar says all there is to say, and nothing else', () => {
  expect(problemsOf(calendarSchema, { place: 'PTLIS', year: 2026 })).toHaveLength(2);
  expect(problemsOf(calendarSchema, { ...calendar, bank: 'x' })).toHaveLength(1);
});
