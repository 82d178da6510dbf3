import { creditDocument } from '../credit/credit.js';
import type { Credit } from '../credit/credit.js';
import { termsWith } from '../credit/effective-terms.js';
import { fromCredit, inDeal, refuseOtherParties } from '../credit/same-deal.js';
import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin, proceed, refuseWrongStatus } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import { amendmentDocument } from './amendment.js';
import type { Amendment } from './amendment.js';
import type { AmendmentCommand } from './commands.js';

/**
 * Ask for a change of a credit. Amendments are numbered without gaps, each after the one before it. Requires: applicant.
 * Refuses: ACTION_WRONG_STATUS unless the credit is available, AMENDMENT_NUMBER_WRONG, and what the change itself refuses.
 * Emits: AmendmentProposed.
 */
export function proposeAmendment(
  { credit, previous }: { readonly credit: Credit; readonly previous: Amendment | undefined },
  { number, change }: AmendmentCommand<'propose'>,
  call: Call,
): Decision<Amendment> {
  const { reference, parties } = credit;
  const draft = { kind: 'amendment' as const, credit: reference, number, parties, change };
  const proposed = begin(amendmentDocument, 'propose', { draft, call });
  refuseWrongStatus(creditDocument, 'amend', credit);
  if (number > 1 && previous === undefined) {
    throw LedgerError.of('AMENDMENT_NUMBER_WRONG', { field: 'number', actual: number });
  }
  termsWith(credit, { number, change });
  return [proposed];
}

/** Decline to issue an amendment. Requires: issuing bank; status proposed. Emits: AmendmentDeclined. */
export function declineAmendment(
  amendment: Amendment,
  reason: string,
  call: Call,
): Decision<Amendment> {
  const at = { record: amendment, call, changes: { reason } };
  return [proceed(amendmentDocument, 'decline', at)];
}

/**
 * Issue an amendment, by which the issuing bank is bound from now on (UCP 600 art. 10(b)). Requires: issuing bank; status proposed.
 * Refuses: ACTION_WRONG_STATUS unless the credit is available, DEAL_PARTIES_DIFFER, and what the change refuses. Emits:
 * AmendmentIssued.
 */
export function issueAmendment(
  { credit, amendment }: { readonly credit: Credit; readonly amendment: Amendment },
  call: Call,
): Decision<Amendment> {
  const issued = proceed(amendmentDocument, 'issue', { record: amendment, call });
  refuseOtherParties(fromCredit(amendment), inDeal(credit));
  refuseWrongStatus(creditDocument, 'amend', credit);
  termsWith(credit, amendment);
  return [issued];
}

/**
 * Advise an amendment to the beneficiary (art. 9(d)). A bank that has confirmed says whether it extends its confirmation to the
 * amendment (art. 10(b)). Requires: advising bank; status issued. Refuses: DEAL_PARTIES_DIFFER, AMENDMENT_CONFIRMATION_UNSAID,
 * AMENDMENT_CONFIRMATION_NONE. Emits: AmendmentAdvised.
 */
export function adviseAmendment(
  { credit, amendment }: { readonly credit: Credit; readonly amendment: Amendment },
  { extendsConfirmation }: AmendmentCommand<'advise'>,
  call: Call,
): Decision<Amendment> {
  const changes = extendsConfirmation === undefined ? {} : { extendsConfirmation };
  const advised = proceed(amendmentDocument, 'advise', { record: amendment, call, changes });
  refuseOtherParties(fromCredit(amendment), inDeal(credit));
  const field = 'extendsConfirmation';
  if (credit.status === 'confirmed' && extendsConfirmation === undefined) {
    throw LedgerError.of('AMENDMENT_CONFIRMATION_UNSAID', { field });
  }
  if (credit.status !== 'confirmed' && extendsConfirmation !== undefined) {
    throw LedgerError.of('AMENDMENT_CONFIRMATION_NONE', { field, current: credit.status });
  }
  return [advised];
}
