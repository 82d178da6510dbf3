import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { creditDocument } from './credit.js';
import type { Credit } from './credit.js';
import { openDrawings } from './drawings.js';
import { effectiveTerms } from './effective-terms.js';
import { refuseExpired } from './expiry.js';

/** Give a credit back to be revised, decline to issue it, or take the application back (the applicant). Emits: CreditReturned,
 *  CreditDeclined, CreditWithdrawn. */
export function endApplication(
  action: 'return' | 'decline' | 'withdraw',
  credit: Credit,
  { reason, call }: { readonly reason?: string; readonly call: Call },
): Decision<Credit> {
  const changes = reason === undefined ? {} : { reason };
  return [proceed(creditDocument, action, { record: credit, call, changes })];
}

/** Issue the credit: irrevocable from here on (UCP 600 arts 3, 7). Refuses: CREDIT_EXPIRED. Emits: CreditIssued. */
export function issueCredit(credit: Credit, call: Call): Decision<Credit> {
  const issued = proceed(creditDocument, 'issue', { record: credit, call });
  refuseExpired('issue', { terms: credit.terms, time: call.time });
  return [issued, openDrawings(credit, call)];
}

/** Advise the credit to the beneficiary, after which the bank may acknowledge its receipt to the issuing bank (art. 9).
 *  Refuses: CREDIT_EXPIRED. Emits: CreditAdvised, CreditReceiptAcknowledged. */
export function adviseCredit(
  action: 'advise' | 'acknowledgeReceipt',
  credit: Credit,
  call: Call,
): Decision<Credit> {
  const advised = proceed(creditDocument, action, { record: credit, call });
  refuseExpired(action, { terms: effectiveTerms(credit), time: call.time });
  return [advised];
}

/** Add the bank's own undertaking (art. 8). Refuses: CREDIT_CONFIRMATION_NOT_ASKED, CREDIT_EXPIRED. Emits: CreditConfirmed. */
export function confirmCredit(credit: Credit, call: Call): Decision<Credit> {
  const confirmed = proceed(creditDocument, 'confirm', { record: credit, call });
  refuseUnasked(credit);
  refuseExpired('confirm', { terms: effectiveTerms(credit), time: call.time });
  return [confirmed];
}

/** Tell without delay that the bank does not confirm (art. 8(d)). Refuses: CREDIT_CONFIRMATION_NOT_ASKED. Emits:
 *  CreditConfirmationDeclined. */
export function declineToConfirm(credit: Credit, reason: string, call: Call): Decision<Credit> {
  const at = { record: credit, call, changes: { reason } };
  const declined = proceed(creditDocument, 'declineToConfirm', at);
  refuseUnasked(credit);
  return [declined];
}

function refuseUnasked({ terms: { confirmation } }: Credit): void {
  if (confirmation === 'without') {
    const details = { field: 'terms.confirmation', actual: confirmation };
    throw LedgerError.of('CREDIT_CONFIRMATION_NOT_ASKED', details);
  }
}
