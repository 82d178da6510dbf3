import { z } from 'zod';

/** A calendar date, YYYY-MM-DD, without time or zone. Text order is the order of the days. */
export type CalendarDate = string;

// All that can be a date, but for the last days of shorter months, and the year 0, which there was not.
const dateText = /^(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/;

export const dateSchema = z
  .string()
  .refine(isCalendarDate, 'must be a date of the calendar, as YYYY-MM-DD')
  .meta({ format: 'date' });

export function isCalendarDate(text: string): boolean {
  if (!dateText.test(text)) return false;
  const day = Number(text.slice(8));
  return day <= 28 || day <= daysOfMonth(yearOf(text), Number(text.slice(5, 7)));
}

/** The date a number of days later. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateFromDayNumber(dayNumber(date) + days);
}

/** How many days `later` comes after `earlier`; negative if it comes before. */
export function daysBetween({
  earlier,
  later,
}: {
  readonly earlier: CalendarDate;
  readonly later: CalendarDate;
}): number {
  return dayNumber(later) - dayNumber(earlier);
}

/** The year of a date, or of a time. */
export function yearOf(date: CalendarDate): number {
  return Number(date.slice(0, 4));
}

/** The day of the week as ISO 8601 numbers it: 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: CalendarDate): number {
  // Day 0 was a Wednesday.
  return ((dayNumber(date) + 2) % 7) + 1;
}

function daysOfMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return leap ? 29 : 28;
}

/*
 * Days since 1 March of the year 0. Counting years from March puts the leap day last, so that the
 * length of the months before a date needs no case for February.
 */
const marchEpochToUnixEpochDays = 719_468;

function dayNumber(date: CalendarDate): number {
  if (!isCalendarDate(date)) throw new TypeError(`${date} is not a calendar date`);
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const monthFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + Number(date.slice(8, 10)) - 1;
  return year * 365 + leapDays + dayOfYear;
}

function dateFromDayNumber(number: number): CalendarDate {
  const era = Math.floor(number / 146_097);
  const dayOfEra = number - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** The date of a day counted from 1 January 1970. */
export function dateFromUnixDay(day: number): CalendarDate {
  return dateFromDayNumber(day + marchEpochToUnixEpochDays);
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}
