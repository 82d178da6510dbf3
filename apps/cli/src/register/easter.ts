import { addDays } from '@argosy/domain/shared/dates';

/** Easter Sunday of a year, by the Gregorian computus. */
export function easterOf(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const moon =
    (19 * golden +
      century -
      Math.floor(century / 4) -
      Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) +
      15) %
    30;
  const rest = year % 100;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7;
  const shift = Math.floor((golden + 11 * moon + 22 * weekday) / 451);
  // Counted from 22 March, the earliest that Easter can be.
  return addDays(`${year}-03-22`, moon + weekday - 7 * shift);
}
