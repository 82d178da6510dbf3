import { LedgerError } from '../errors.js';
import type { Call } from '../shared/call.js';
import { begin, proceed } from '../shared/decision.js';
import type { Decision } from '../shared/decision.js';
import type { CreditCommand } from './commands.js';
import { creditDocument } from './credit.js';
import type { Credit } from './credit.js';
import { refuseExpiryBeforeShipment } from './effective-terms.js';
import { refuseExpired } from './expiry.js';

/**
 * Apply for a credit. Requires: the applicant named in it. Refuses: ACTION_WRONG_PARTY, CREDIT_APPLICANT_IS_BENEFICIARY,
 * CREDIT_EXPIRY_BEFORE_SHIPMENT, CREDIT_EXPIRED. Emits: CreditApplied.
 */
export function applyForCredit(command: CreditCommand<'apply'>, call: Call): Decision<Credit> {
  const { parties, terms } = command;
  const draft = { kind: 'credit' as const, ...command, accepted: [] };
  const applied = begin(creditDocument, 'apply', { draft, call });
  if (parties.applicant.msp === parties.beneficiary.msp) {
    const { msp } = parties.beneficiary;
    const details = { field: 'parties.beneficiary.msp', msp };
    throw LedgerError.of('CREDIT_APPLICANT_IS_BENEFICIARY', details);
  }
  refuseExpiryBeforeShipment(terms);
  refuseExpired('apply', { terms, time: call.time });
  return [applied];
}

/**
 * Apply again for a credit that the bank returned, with terms that replace the first. Requires: applicant; status returned.
 * Refuses: CREDIT_EXPIRY_BEFORE_SHIPMENT, CREDIT_EXPIRED. Emits: CreditRevised.
 */
export function reviseCredit(
  credit: Credit,
  { terms, confidential }: CreditCommand<'revise'>,
  call: Call,
): Decision<Credit> {
  const revised = proceed(creditDocument, 'revise', {
    record: credit,
    call,
    changes: { terms, confidential },
  });
  refuseExpiryBeforeShipment(terms);
  refuseExpired('revise', { terms, time: call.time });
  return [revised];
}
