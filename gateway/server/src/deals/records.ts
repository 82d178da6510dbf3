import type { Reads } from '../indexer/reads.js';

/** How the records of one channel are found. */
export type Records = Pick<Reads, 'called' | 'having' | 'histories'>;

/** The records of the channels that deals are on; of one that the reader's organisation is not on it has nothing. */
export interface DealRecords {
  readonly trade: Records;
  readonly border: Records | undefined;
}
