import type { BankCalendars } from '../calendar/banking-days.js';
import type { Credit } from '../credit/credit.js';
import { availableAmount, reserveDrawing } from '../credit/drawings.js';
import type { Drawings } from '../credit/drawings.js';
import { effectiveTerms } from '../credit/effective-terms.js';
import { inDeal, refuseOtherParties } from '../credit/same-deal.js';
import { LedgerError } from '../errors.js';
import type { BillData } from '../examination/facts.js';
import { findingsOf } from '../examination/rules.js';
import type { Call } from '../shared/call.js';
import { proceed, refuseEarlier } from '../shared/decision.js';
import type { Effect } from '../shared/decision.js';
import { dateOf } from '../shared/time.js';
import type { Time } from '../shared/time.js';
import { refuseUnavailable } from './lodge.js';
import { presentationDocument } from './presentation.js';
import type { Presentation } from './presentation.js';

/** What completeness is decided on. */
export interface Completion {
  readonly presentation: Presentation;
  readonly credit: Credit;
  readonly drawings: Drawings;
  /** The presentations under the credit whose documents went back. */
  readonly returned: ReadonlySet<string>;
  /** The banking days of the bank that is going to examine. */
  readonly bank: BankCalendars;
  /** What the electronic bill of lading among the documents says. */
  readonly bill?: BillData;
}

/**
 * Give notice of completeness: the documents are presented (eUCP art. e6). What is drawn is reserved; where the documents differ
 * from the credit, the findings say so and refuse nothing. Requires: beneficiary; status lodging. Refuses:
 * PRESENTATION_CREDIT_UNAVAILABLE, DEAL_PARTIES_DIFFER, DRAWING_CURRENCY_WRONG, DRAWING_ABOVE_AMOUNT. Emits: PresentationCompleted,
 * DrawingReserved.
 */
export function completePresentation(
  { presentation, credit, drawings, returned, bank, bill }: Completion,
  call: Call,
): readonly [Effect<Presentation>, Effect<Drawings>] {
  const { reference, amount } = presentation;
  const terms = effectiveTerms(credit);
  const available = availableAmount(terms, drawings, returned);
  const presentedOn = dateOf(call.time);
  const facts = { terms, presentation, presentedOn, available, bank, ...(bill && { bill }) };
  const completed = proceed(presentationDocument, 'complete', {
    record: presentation,
    call,
    changes: { presentedAt: call.time, findings: findingsOf(facts) },
  });
  refuseUnavailable(credit);
  refuseEarlier(credit, call);
  refuseOtherParties(inDeal(presentation), inDeal(credit));
  return [completed, reserveDrawing(drawings, { reference, amount, terms, returned, call })];
}

/** When documents were presented. Refuses: PRESENTATION_INCOMPLETE (eUCP art. e6). */
export function presentedAtOf({ reference, status, presentedAt }: Presentation): Time {
  if (status !== 'complete' || presentedAt === undefined) {
    const details = { presentation: reference, current: status };
    throw LedgerError.of('PRESENTATION_INCOMPLETE', details);
  }
  return presentedAt;
}
