/** The next deal's reference, such as `LC2611-0007`: year, month, and one more than the highest number of that
 *  month. At most 16 characters of SWIFT's set x, as field 20 of a credit allows. */
export function nextReference(today: string, known: readonly string[]): string {
  const prefix = `LC${today.slice(2, 4)}${today.slice(5, 7)}-`;
  const numbers = known
    .filter((reference) => reference.startsWith(prefix))
    .map((reference) => Number(reference.slice(prefix.length)))
    .filter((number) => Number.isSafeInteger(number));
  const next = Math.max(0, ...numbers) + 1;
  return prefix + String(next).padStart(4, '0');
}
