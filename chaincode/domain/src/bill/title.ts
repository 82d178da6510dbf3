import { canonicalJson } from '../shared/canonical-json.js';
import type { Draft } from '../shared/decision.js';
import type { Bill } from './bill.js';
import type { Possession } from './possession.js';

/** SHA-256 of a text's UTF-8, in lower-case hexadecimal. */
export type Sha256 = (text: string) => string;

/** A bill of lading with its possessions, found to hang together. */
export interface Title {
  readonly bill: Bill;
  /** The live possession: the last of the chain. */
  readonly head: Possession;
  /** From the first to the live one. */
  readonly chain: readonly Possession[];
  readonly sha256: Sha256;
}

/** What the hash of a bill is of: all that its carrier said when it was issued. */
export function billText(bill: Bill | Draft<Bill>): string {
  const { surrenderedFor: _surrenderedFor, ...issued } = bill;
  return textWithoutState(issued);
}

/** What the hash in the possession before is of: what this one was opened as. */
export function openingText(possession: Possession | Draft<Possession>): string {
  return stateText({ ...possession, endorsements: [] });
}

/** What the hash in the possession after is of: what this one was when it was closed. */
export function stateText(possession: Possession | Draft<Possession>): string {
  const { closed: _closed, ...open } = possession;
  return textWithoutState(open);
}

const state = ['version', 'status', 'latestTime', 'guards', 'seal'];

function textWithoutState(record: object): string {
  const members = Object.entries(record).filter(([name]) => !state.includes(name));
  return canonicalJson(Object.fromEntries(members));
}
