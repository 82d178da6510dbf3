import type { KeyChange } from '../history.js';
import type { StateEntry } from '../state.js';
import type { Place } from './recorded-values.js';

/** What is asked of a ledger when it is compared with a record. */
export interface LedgerReading {
  get(space: string, key: string): StateEntry | undefined;
  /** The whole world state: public keys and hashes of private ones. */
  entries(): AsyncIterable<{ readonly space: string; readonly key: string }>;
  /** The changes of a key, newest first. */
  history(namespace: string, key: string): AsyncIterable<KeyChange>;
  /** Where a key was written, oldest first. */
  places(namespace: string, key: string): Promise<readonly Place[]>;
  /** Every key that was ever written. */
  historyKeys(): AsyncIterable<{ readonly namespace: string; readonly key: string }>;
}
