import { LedgerError } from '../errors.js';
import type { CreditCommand } from './commands.js';
import type { Credit } from './credit.js';
import { creditSteps } from './steps.js';
import { decision, refuseExpired, refuseWrongRole } from './take-step.js';
import type { Call, Decision } from './take-step.js';

/**
 * Apply for a credit. Requires: the applicant named in it.
 * Refuses: CREDIT_ALREADY_EXISTS, CREDIT_WRONG_ROLE, CREDIT_APPLICANT_IS_BENEFICIARY,
 * CREDIT_EXPIRY_BEFORE_SHIPMENT, CREDIT_EXPIRED. Emits: CreditApplied.
 */
export function apply(
  existing: Credit | undefined,
  { reference, parties, terms }: CreditCommand<'apply'>,
  { caller, time }: Call,
): Decision {
  if (existing !== undefined) {
    throw LedgerError.of('CREDIT_ALREADY_EXISTS', { reference, current: existing.status });
  }
  refuseWrongRole('apply', { parties, msp: caller.msp });
  if (parties.applicant.msp === parties.beneficiary.msp) {
    const { msp } = parties.beneficiary;
    throw LedgerError.of('CREDIT_APPLICANT_IS_BENEFICIARY', {
      field: 'parties.beneficiary.msp',
      msp,
    });
  }
  if (terms.expiry.date < terms.latestShipment) {
    throw LedgerError.of('CREDIT_EXPIRY_BEFORE_SHIPMENT', {
      field: 'terms.expiry.date',
      actual: terms.expiry.date,
      limit: terms.latestShipment,
    });
  }
  refuseExpired('apply', { terms, time });
  return decision('apply', {
    kind: 'credit',
    version: 1,
    reference,
    status: creditSteps.apply.to,
    parties,
    terms,
    latestTime: time,
  });
}
