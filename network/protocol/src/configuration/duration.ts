const UNIT_NANOSECONDS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  '\u00b5s': 1e3,
  '\u03bcs': 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const MAX_NANOSECONDS = 2n ** 63n - 1n;
/** Of a number within that limit. */
const MAX_DIGITS = 19;

/** Read a duration such as `2s` or `1h15m30.918s` as Go's time.ParseDuration does: nanoseconds, or undefined when it is none. */
export function parseDuration(text: string): bigint | undefined {
  const sign = /^[-+]?/.exec(text)?.[0] ?? '';
  const rest = text.slice(sign.length);
  const total = rest === '0' ? 0n : sumOf(partsOf(rest));
  if (total === undefined || total > MAX_NANOSECONDS) return undefined;
  return sign === '-' ? -total : total;
}

/** The nanoseconds of each number with its unit; one undefined where the text is not made of such parts. */
function partsOf(text: string): (bigint | undefined)[] {
  const parts = [...text.matchAll(/([0-9]*)(?:\.([0-9]*))?([^0-9.]+)/gy)];
  const read = parts.reduce((length, [whole]) => length + whole.length, 0);
  if (parts.length === 0 || read !== text.length) return [undefined];
  return parts.map(([, whole = '', fraction = '', unit = '']) => partOf(whole, fraction, unit));
}

function sumOf(parts: readonly (bigint | undefined)[]): bigint | undefined {
  let total = 0n;
  for (const part of parts) {
    if (part === undefined) return undefined;
    total += part;
  }
  return total;
}

function partOf(whole: string, fraction: string, unit: string): bigint | undefined {
  const nanoseconds = UNIT_NANOSECONDS[unit];
  const significant = whole.replace(/^0+/, '');
  if (nanoseconds === undefined || significant.length > MAX_DIGITS) return undefined;
  if (whole === '' && fraction === '') return undefined;
  return BigInt(significant) * BigInt(nanoseconds) + fractionOf(fraction, nanoseconds);
}

/** The part after the point. Digits beyond the eighteenth change nothing. */
function fractionOf(digits: string, unit: number): bigint {
  const counted = digits.slice(0, 18);
  return (BigInt(counted) * BigInt(unit)) / 10n ** BigInt(counted.length);
}
