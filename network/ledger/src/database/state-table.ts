import type { Bounds, Change, DatabaseView } from '../database.js';
import type { StateEntry, StateUpdates, VersionedKey } from '../state.js';
import { decodeEntry, decodeVersion, encodeEntry } from './entry.js';
import { afterPrefix, keyOf, table } from './keys.js';

const keyIn = (space: string, key: string): Buffer => keyOf(table.state, [space], key);

/** What a database holds under a key of the world state. */
export function stateEntry(view: DatabaseView, space: string, key: string): StateEntry | undefined {
  const bytes = view.get(keyIn(space, key));
  return bytes && decodeEntry(bytes);
}

interface Range {
  readonly start: string;
  readonly end: string;
}

/** Entries with start <= key < end in the order of their UTF-8 bytes; an empty end is the end of the space. */
export async function* stateRange(
  view: DatabaseView,
  space: string,
  range: Range,
): AsyncGenerator<readonly [string, StateEntry], undefined> {
  const { bounds, prefix } = within(space, range);
  if (bounds === undefined) return undefined;
  for await (const [key, bytes] of view.range(bounds)) {
    yield [key.toString('utf8', prefix), decodeEntry(bytes)];
  }
  return undefined;
}

/** The same with versions only, in pages. */
export async function* stateVersions(
  view: DatabaseView,
  space: string,
  range: Range,
): AsyncGenerator<readonly VersionedKey[], undefined> {
  const { bounds, prefix } = within(space, range);
  if (bounds === undefined) return undefined;
  for await (const page of view.pages(bounds)) {
    yield page.map(([key, bytes]) => ({
      key: key.toString('utf8', prefix),
      version: decodeVersion(bytes),
    }));
  }
  return undefined;
}

/** The bounds of a range, undefined where nothing can lie between them, and where the keys of a space begin. */
function within(
  space: string,
  { start, end }: Range,
): { readonly bounds: Bounds | undefined; readonly prefix: number } {
  const prefix = keyIn(space, '');
  const bounds = {
    start: keyIn(space, start),
    end: end === '' ? afterPrefix(prefix) : keyIn(space, end),
  };
  const isEmpty = Buffer.compare(bounds.start, bounds.end) >= 0;
  return { bounds: isEmpty ? undefined : bounds, prefix: prefix.length };
}

/** Put an entry of the state, or delete it. */
export const stateChange = (space: string, key: string, entry: StateEntry | undefined): Change => ({
  key: keyIn(space, key),
  value: entry && encodeEntry(entry),
});

/** The changes that the updates of a block make. */
export function stateChanges(updates: StateUpdates): Change[] {
  return [...updates].flatMap(([space, keys]) =>
    [...keys].map(([key, entry]) => stateChange(space, key, entry)),
  );
}
