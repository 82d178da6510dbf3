import { DerError, tag } from './der.js';
import type { DerReader } from './der.js';

const UTC = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d|)(Z|[+-]\d{4})$/;
const GENERALIZED = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d{4})$/;

/** A UTCTime or GeneralizedTime as milliseconds since 1970. An offset is admitted, a fraction of a second is not. */
export function readTime(reader: DerReader): number {
  const { tag: kind, content } = reader.any();
  const text = Buffer.from(content).toString('latin1');
  if (kind === tag.utcTime) return moment(UTC.exec(text), centuryOf);
  if (kind === tag.generalizedTime) return moment(GENERALIZED.exec(text), (year) => year);
  throw new DerError('not a time');
}

/** Two digits of a year stand for 1950 to 2049. */
const centuryOf = (year: number): number => (year < 50 ? 2000 : 1900) + year;

function moment(parts: RegExpExecArray | null, fullYear: (year: number) => number): number {
  if (parts === null) throw new DerError('a bad time');
  const [year = 0, month = 0, day = 0, ...clock] = parts.slice(1, 7).map(Number);
  const days = dayNumber(fullYear(year), month, day);
  return (days * 86_400 + secondsOf(clock)) * 1000 - offset(parts[7] ?? 'Z');
}

function secondsOf([hour = 0, minute = 0, second = 0]: readonly number[]): number {
  if (hour > 23 || minute > 59 || second > 59) throw new DerError('a time that does not exist');
  return (hour * 60 + minute) * 60 + second;
}

/** Days since 1 January 1970 in the Gregorian calendar. Counted from March, a leap day is the last of its year. */
function dayNumber(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month))
    throw new DerError('a date that does not exist');
  const marchYear = month < 3 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * marchYear + leapDays(marchYear) + dayOfYear - 719_468;
}

const leapDays = (year: number): number =>
  Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);

function monthLength(year: number, month: number): number {
  if (month === 2) return leapDays(year) > leapDays(year - 1) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function offset(zone: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3));
  // An offset of nothing is to be written Z.
  if (hours > 24 || minutes > 59 || hours + minutes === 0) throw new DerError('a bad offset');
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
