import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { moneyText } from '../shared/money.js';
import { creditDocument } from './credit.js';
import type { Credit } from './credit.js';
import { availableAmount } from './drawings.js';
import type { Drawings } from './drawings.js';
import { effectiveTerms } from './effective-terms.js';
import { isExpired } from './expiry.js';

/** How the presentations under a credit ended; the others are still open. */
export interface EndedPresentations {
  readonly returned: ReadonlySet<string>;
  readonly settled: ReadonlySet<string>;
}

/**
 * Close the bank's books on a credit: nothing can be drawn any more, and nothing is owed. Requires: issuing bank.
 * Refuses: CREDIT_PRESENTATION_OPEN, CREDIT_STILL_AVAILABLE. Emits: CreditClosed.
 */
export function closeCredit(
  { credit, drawings }: { readonly credit: Credit; readonly drawings: Drawings },
  { returned, settled }: EndedPresentations,
  call: Call,
): Decision<Credit> {
  const closed = proceed(creditDocument, 'close', { record: credit, call });
  refuseOpenPresentations(drawings, { returned, settled });
  const terms = effectiveTerms(credit);
  const rest = availableAmount(terms, drawings, returned);
  if (!isExpired(terms, call.time) && rest.minor !== '0') {
    const details = { limit: terms.expiry.date, rest: moneyText(rest) };
    throw LedgerError.of('CREDIT_STILL_AVAILABLE', details);
  }
  return [closed];
}

/** Refuses: CREDIT_PRESENTATION_OPEN, while a presentation is neither settled nor returned. */
export function refuseOpenPresentations(
  { presentations }: Drawings,
  { returned, settled }: EndedPresentations,
): void {
  const open = presentations
    .map(({ reference }) => reference)
    .filter((reference) => !returned.has(reference) && !settled.has(reference));
  if (open.length > 0) throw LedgerError.of('CREDIT_PRESENTATION_OPEN', { open });
}
