/** The next deal's number, such as `2611-0007`: year, month, and one more than the highest of that month among the credits that
 *  there are, which are called `LC` and their number. With two letters and a place among nine it has at most 13 characters of SWIFT's
 *  set x; field 20 of a credit allows 16. */
export function nextNumber(today: string, credits: readonly string[]): string {
  const month = `${today.slice(2, 4)}${today.slice(5, 7)}-`;
  const numbers = credits
    .filter((reference) => reference.startsWith(`LC${month}`))
    .map((reference) => reference.slice(2 + month.length))
    .filter((digits) => /^\d{1,6}$/.test(digits))
    .map(Number);
  const next = Math.max(0, ...numbers) + 1;
  return month + String(next).padStart(4, '0');
}
