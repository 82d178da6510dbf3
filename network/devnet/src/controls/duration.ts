const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const PART = /(\d{1,12})(ms|[smhdw])/g;
const WHOLE = /^([+-]?)((?:\d{1,12}(?:ms|[smhdw]))+)$/;

/** How a duration is written, for who wrote it otherwise. */
export const DURATION_RULE =
  'must be a duration such as +6d, 90m or 1d12h: numbers with ms, s, m, h, d or w';

/** Milliseconds of a duration such as `+6d` or `1d12h`; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const [, sign, parts] = WHOLE.exec(text) ?? [];
  if (parts === undefined) return undefined;
  const total = [...parts.matchAll(PART)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (UNITS_MS[unit ?? ''] ?? 0),
    0,
  );
  return sign === '-' ? -total : total;
}

/** A duration in the largest units that fit, such as `+6d` or `-1h30m`; `+0s` for none. */
export function formatDuration(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : '+';
  const parts: string[] = [];
  let rest = Math.abs(milliseconds);
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = UNITS_MS[unit] ?? 1;
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return `${sign}${parts.length === 0 ? '0s' : parts.join('')}`;
}
