import { LedgerError } from '../errors.js';
import { addDays, weekdayOf } from '../shared/dates.js';
import type { CalendarDate } from '../shared/dates.js';
import type { Calendar } from './calendar.js';

/** The calendars that the ledger holds of the place of a bank; those of other places do not count. */
export interface BankCalendars {
  readonly place: string;
  readonly calendars: readonly Calendar[];
}

/** Whether banks are open at the place on a day. Refuses: CALENDAR_MISSING. */
export function isBankingDay(date: CalendarDate, bank: BankCalendars): boolean {
  const { weekend, holidays } = calendarFor(date, bank);
  return !weekend.includes(weekdayOf(date)) && !holidays.includes(date);
}

/**
 * The day itself if banks are open, else the first day after it when they are: where an expiry or
 * the last day for presentation moves to (UCP 600 art. 29(a)). Refuses: CALENDAR_MISSING.
 */
export function nextBankingDay(date: CalendarDate, bank: BankCalendars): CalendarDate {
  let day = date;
  while (!isBankingDay(day, bank)) day = addDays(day, 1);
  return day;
}

/**
 * The last of a number of banking days following a day, which itself is not counted, whether banks
 * are open on it or not (UCP 600 art. 14(b)). No days later is the day itself.
 * Requires: a whole number of days, not below zero. Refuses: CALENDAR_MISSING.
 */
export function addBankingDays(
  date: CalendarDate,
  days: number,
  bank: BankCalendars,
): CalendarDate {
  if (!Number.isSafeInteger(days) || days < 0) {
    throw new RangeError(`${String(days)} is not a number of days to add`);
  }
  let day = date;
  for (let counted = 0; counted < days; counted += 1) day = nextBankingDay(addDays(day, 1), bank);
  return day;
}

function calendarFor(date: CalendarDate, { place, calendars }: BankCalendars): Calendar {
  const year = Number(date.slice(0, date.indexOf('-')));
  const calendar = calendars.find((each) => each.place === place && each.year === year);
  if (calendar === undefined) throw LedgerError.of('CALENDAR_MISSING', { place, year });
  return calendar;
}
