import type { Ledger } from '../../../../chaincode/contracts/test-support/ledger/ledger.js';
import type { Books, Standing } from '../books.js';
import type { Channel } from '../cast.js';
import type { Outcome, Subject } from '../sequence.js';
import type { View } from '../view.js';

/** A ledger after a block, and what led to it. */
export interface Moment {
  readonly channel: Channel;
  readonly ledger: Ledger;
  readonly before: View;
  readonly after: View;
  /** What was asked since the block before: refused, or committed in this order. */
  readonly outcomes: readonly Outcome[];
  readonly books: Books;
  /** What the register said before the block: what is valid was decided on it. */
  readonly standing: ReadonlyMap<string, Standing>;
  readonly subject: Subject;
}

/** What holds after every block. */
export interface Invariant {
  readonly number: number;
  readonly says: string;
  /** What speaks against it; it may remember what it has seen. */
  readonly check: (moment: Moment) => readonly string[];
}
