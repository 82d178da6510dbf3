import type { LedgerDatabase } from './database.js';
import { readPosition } from './database/position.js';
import { stateEntry, stateRange, stateVersions } from './database/state-table.js';
import type { Snapshot } from './state.js';

/** The world state in a database as it is now, unchanged until released. */
export function stateSnapshot(database: LedgerDatabase): Snapshot {
  const snapshot = database.snapshot();
  return {
    height: readPosition(snapshot)?.height ?? 0n,
    get: (space, key) => stateEntry(snapshot, space, key),
    range: (space, start, end) => stateRange(snapshot, space, { start, end }),
    versions: (space, start, end) => stateVersions(snapshot, space, { start, end }),
    release: () => {
      snapshot.release();
    },
  };
}
