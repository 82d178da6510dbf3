import { isBankingDay } from '@argosy/domain/calendar/banking-days';
import { addDays, daysBetween, yearOf } from '@argosy/domain/shared/dates';
import { describe, expect, test } from '@jest/globals';
import { calendarsOf } from 'argosy/register/calendars';
import { sampleOn, samples } from './support.js';

const first = '2027-01-01';
/** Three years, with a leap day among them. */
const days = Array.from({ length: 1_096 }, (_, place) => addDays(first, place));

const hamburg = (date: string) => ({ place: 'DEHAM', calendars: calendarsOf(yearOf(date)) });

describe('on every day of three years', () => {
  test('a sample is read, and its dates are in their order and on banking days', () => {
    expect(days.at(-1)).toBe('2029-12-31');
    for (const [place, day] of days.entries()) {
      // Each sample on every fourth day, so on every day of the week and of the month.
      const { file } = sampleOn(samples[place % samples.length] ?? '', day);
      const { expiry, latestShipment, available } = file.credit;
      expect([day, day < latestShipment, latestShipment <= expiry.date]).toEqual([day, true, true]);
      expect([day, isBankingDay(expiry.date, hamburg(expiry.date))]).toEqual([day, true]);
      expect(file.licence.validUntil > latestShipment).toBe(true);
      if (available.by === 'deferredPayment' && available.maturity.from === 'date') {
        const { date } = available.maturity;
        expect([day, isBankingDay(date, hamburg(date))]).toEqual([day, true]);
        expect(daysBetween({ earlier: expiry.date, later: date })).toBeGreaterThan(0);
      }
    }
  }, 120_000);
});
