import { z } from 'zod';
import { LedgerError } from '../errors.js';
import { dateFromUnixDay, isCalendarDate } from './dates.js';
import type { CalendarDate } from './dates.js';

/**
 * A moment, as RFC 3339 in UTC with milliseconds: 2026-03-01T09:30:00.000Z. One form only, so that
 * the order of texts is the order of times.
 */
export type Time = string;

const timeText = /^[0-9-]{10}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}\.[0-9]{3}Z$/;

export const timeSchema = z
  .string()
  .refine(isTime, 'must be a UTC time as YYYY-MM-DDTHH:MM:SS.mmmZ')
  .meta({ format: 'date-time' });

export function isTime(text: string): boolean {
  return timeText.test(text) && isCalendarDate(dateOf(text));
}

// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, the range of a protobuf timestamp.
const firstSecond = -62_135_596_800n;
const lastSecond = 253_402_300_799n;
const secondsPerDay = 86_400n;

/** The time of a Fabric timestamp, cut to milliseconds. Refuses: TIME_OUT_OF_RANGE. */
export function timeFromTimestamp(timestamp: {
  readonly seconds: bigint;
  readonly nanos: number;
}): Time {
  const { seconds, nanos } = timestamp;
  if (seconds < firstSecond || seconds > lastSecond || nanos < 0 || nanos > 999_999_999) {
    const actual = `${String(seconds)} + ${String(nanos)}e-9`;
    throw LedgerError.of('TIME_OUT_OF_RANGE', { actual, limit: '0001 to 9999' });
  }
  const secondOfDay = Number(((seconds % secondsPerDay) + secondsPerDay) % secondsPerDay);
  const day = Number((seconds - BigInt(secondOfDay)) / secondsPerDay);
  const clock = [
    Math.floor(secondOfDay / 3600),
    Math.floor(secondOfDay / 60) % 60,
    secondOfDay % 60,
  ]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  const milliseconds = String(Math.floor(nanos / 1_000_000)).padStart(3, '0');
  return `${dateFromUnixDay(day)}T${clock}.${milliseconds}Z`;
}

/** The day of a time, in UTC. */
export function dateOf(time: Time): CalendarDate {
  return time.slice(0, 10);
}
