const shortestPause = 100;
const longestPause = 5_000;
const mostInARow = 6;
/** A program that ran this long before it died did not die of its start. */
const settledAfter = 10_000;

/** The length of a row of deaths after one more: a death long after the start begins a new row. */
export const deathsInARow = (before: number, ranMilliseconds: number): number =>
  ranMilliseconds > settledAfter ? 1 : before + 1;

/** How long to wait before a program is started again, doubling with each death in a row; undefined when that is
 *  given up, since it would only die again. */
export function pauseBeforeRestart(inARow: number): number | undefined {
  if (inARow > mostInARow) return undefined;
  return Math.min(longestPause, shortestPause * 2 ** (inARow - 1));
}
