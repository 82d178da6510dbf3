// How Go reads what people write: booleans, lists, durations and times.

const truths = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const falsehoods = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** `strconv.ParseBool`; undefined for anything else. */
export function readBoolean(text: string): boolean | undefined {
  if (truths.has(text)) return true;
  return falsehoods.has(text) ? false : undefined;
}

/** The elements of a list with commas, without white space. */
export const readList = (text: string): readonly string[] => text.replaceAll(/\s/g, '').split(',');

const unitsMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A time filter: RFC 3339, a day, or a distance from now such as `-30m` or `+2d`. Throws on anything else. */
export function readTime(text: string, nowMs: number): number {
  if (/^[+-]/.test(text)) return nowMs + readDistance(text.toLowerCase());
  const full = text.includes('T') ? text : `${text}T00:00:00Z`;
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
  const time = form.test(full) ? Date.parse(full) : NaN;
  if (Number.isNaN(time)) throw new Error(`Failed to parse time based on RFC3339: ${text}`);
  return time;
}

function readDistance(text: string): number {
  const days = /^([+-])(\d+)d$/.exec(text);
  const plain = days === null ? text : `${days[1] ?? ''}${24 * Number(days[2])}h`;
  if (!/^[+-](\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(plain))
    throw new Error(`Failed to parse duration ${text}`);
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  const distance = parts.reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (unitsMs[unit] ?? 0),
    0,
  );
  return plain.startsWith('-') ? -distance : distance;
}
