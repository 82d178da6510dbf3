import { memoryDatabase, type LedgerDatabase } from '@argosy/ledger/database';
import { stateChanges } from '@argosy/ledger/database/state-table';
import type { StateUpdates } from '@argosy/ledger/state';

/** A database in memory that holds this state and no blocks. */
export async function stateDatabase(updates: StateUpdates = new Map()): Promise<LedgerDatabase> {
  const database = memoryDatabase();
  await database.open();
  await database.write(stateChanges(updates), { durable: false });
  return database;
}

/** The history of keys that nobody wrote. */
export async function* noHistory(): AsyncGenerator<never, undefined> {
  // Nothing was written.
}
