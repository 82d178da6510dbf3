import { nextBankingDay } from '../calendar/banking-days.js';
import type { BankCalendars } from '../calendar/banking-days.js';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { moneyText } from '../shared/money.js';
import { dateOf } from '../shared/time.js';
import type { Time } from '../shared/time.js';
import { creditDocument } from './credit.js';
import type { Credit } from './credit.js';
import { availableAmount } from './drawings.js';
import type { Drawings } from './drawings.js';
import { effectiveTerms } from './effective-terms.js';
import type { CreditTerms } from './terms.js';

/** How the presentations under a credit ended; the others are still open. */
export interface EndedPresentations {
  readonly returned: ReadonlySet<string>;
  readonly settled: ReadonlySet<string>;
}

/** What a credit is closed on. */
export interface Closing {
  readonly credit: Credit;
  readonly drawings: Drawings;
  readonly ended: EndedPresentations;
  /** The banking days of the issuing bank. */
  readonly bank: BankCalendars;
}

/**
 * Close the bank's books on a credit: nothing can be drawn any more, and nothing is owed. Requires: issuing bank.
 * Refuses: CREDIT_PRESENTATION_OPEN, CREDIT_STILL_AVAILABLE, CALENDAR_MISSING. Emits: CreditClosed.
 */
export function closeCredit(
  { credit, drawings, ended, bank }: Closing,
  call: Call,
): Decision<Credit> {
  const closed = proceed(creditDocument, 'close', { record: credit, call });
  refuseOpenPresentations(drawings, ended);
  const terms = effectiveTerms(credit);
  const rest = availableAmount(terms, drawings, ended.returned);
  if (rest.minor !== '0') refuseStillAvailable(terms, { rest: moneyText(rest), bank, call });
  return [closed];
}

/** Until the day of expiry is over, or the banking day to which it moves (UCP 600 art. 29(a)), documents may come. */
function refuseStillAvailable(
  { expiry }: CreditTerms,
  at: {
    readonly rest: string;
    readonly bank: BankCalendars;
    readonly call: { readonly time: Time };
  },
): void {
  const { rest, bank, call } = at;
  const today = dateOf(call.time);
  const limit = today <= expiry.date ? expiry.date : nextBankingDay(expiry.date, bank);
  if (today <= limit) throw LedgerError.of('CREDIT_STILL_AVAILABLE', { limit, rest });
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
