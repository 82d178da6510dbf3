import type { LedgerDatabase } from './database.js';
import { stateSnapshot } from './state-snapshot.js';
import type { Snapshot, StateEntry } from './state.js';
import { transactionPlace } from './transaction-index.js';
import type { TransactionPlace } from './transaction-index.js';

/** What is read to judge and commit a block: each key and each transaction id once, however many ask. To be released then. */
export class BlockReads {
  readonly state: Snapshot;
  readonly #places = new Map<string, TransactionPlace | undefined>();

  /** The state and the index as they are before the block. */
  constructor(private readonly database: LedgerDatabase) {
    this.state = rememberingKeys(stateSnapshot(database));
  }

  readonly transaction = (txId: string): TransactionPlace | undefined =>
    remembered(this.#places, txId, () => transactionPlace(this.database, txId));

  release(): void {
    this.state.release();
  }
}

function rememberingKeys(state: Snapshot): Snapshot {
  const spaces = new Map<string, Map<string, StateEntry | undefined>>();
  const inSpace = (space: string): Map<string, StateEntry | undefined> => {
    const known = spaces.get(space) ?? new Map<string, StateEntry | undefined>();
    spaces.set(space, known);
    return known;
  };
  return {
    ...state,
    get: (space, key) => remembered(inSpace(space), key, () => state.get(space, key)),
  };
}

/** Undefined is an answer, too. */
function remembered<T>(
  known: Map<string, T | undefined>,
  key: string,
  read: () => T | undefined,
): T | undefined {
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before;
  const found = read();
  known.set(key, found);
  return found;
}
