import type { Read } from './execution.js';
import type { StateTable } from './state-table.js';
import { sameVersion } from './version.js';

/** What a range query saw, so that it can be asked again when the transaction is committed. */
export interface RangeRead {
  readonly start: string;
  /** As asked, if the query came to the end of its range; otherwise the last key that was fetched. */
  readonly end: string;
  readonly exhausted: boolean;
  readonly found: readonly Read[];
}

/** Whether the same range holds the same keys in the same versions. */
export function stillFinds(
  { start, end, exhausted, found }: RangeRead,
  table: StateTable,
): boolean {
  const keys = [...table.keys(start, end)];
  // The last key fetched belongs to what was seen, where the query stopped there.
  if (!exhausted && table.get(end) !== undefined) keys.push(end);
  return (
    keys.length === found.length &&
    found.every(
      ({ key, version }, i) => keys[i] === key && sameVersion(table.get(key)?.version, version),
    )
  );
}
