import type { Credit } from '@argosy/domain/credit/credit';
import { creditRolesOf } from '@argosy/domain/credit/parties';
import type { Possibility, StaffMember } from '@argosy/domain/credit/possible-actions';
import { creditSteps, statusesBefore } from '@argosy/domain/credit/steps';
import { LedgerError } from '@argosy/domain/errors';

type Impossible = Extract<Possibility, { possible: false }>;

/** Why somebody may not take an action now, in the sentence with which the ledger would refuse it. */
export function whyNot(
  { action, refusal }: Impossible,
  { credit, staff }: { readonly credit: Credit; readonly staff: StaffMember },
): string {
  const step = creditSteps[action];
  const { msp } = staff;
  switch (refusal) {
    case 'CREDIT_WRONG_STATUS':
      return LedgerError.of(refusal, {
        action,
        current: credit.status,
        allowed: statusesBefore(action),
      }).sentence;
    case 'CREDIT_WRONG_ROLE':
      return LedgerError.of(refusal, {
        action,
        msp,
        required: step.by,
        actual: creditRolesOf(credit.parties, msp),
      }).sentence;
    default:
      return `To ${action} is for staff with the role ${step.staff}.`;
  }
}
