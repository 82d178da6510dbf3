import type { Change, DatabaseView } from '../database.js';
import type { StateEntry, StateUpdates } from '../state.js';
import { decodeEntry, encodeEntry } from './entry.js';
import { afterPrefix, keyOf, table } from './keys.js';

const keyIn = (space: string, key: string): Buffer => keyOf(table.state, [space], key);

/** What a database holds under a key of the world state. */
export function stateEntry(view: DatabaseView, space: string, key: string): StateEntry | undefined {
  const bytes = view.get(keyIn(space, key));
  return bytes && decodeEntry(bytes);
}

/** Entries with start <= key < end in the order of their UTF-8 bytes; an empty end is the end of the space. */
export async function* stateRange(
  view: DatabaseView,
  space: string,
  { start, end }: { readonly start: string; readonly end: string },
): AsyncGenerator<readonly [string, StateEntry], undefined> {
  const prefix = keyIn(space, '');
  const bounds = {
    start: keyIn(space, start),
    end: end === '' ? afterPrefix(prefix) : keyIn(space, end),
  };
  if (Buffer.compare(bounds.start, bounds.end) >= 0) return undefined;
  for await (const [key, bytes] of view.range(bounds)) {
    yield [key.toString('utf8', prefix.length), decodeEntry(bytes)];
  }
  return undefined;
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
