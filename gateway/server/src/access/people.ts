import { creditSteps, type CreditAction } from '@argosy/domain/credit/steps';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { ProblemError } from '../http/problem.js';

/** Somebody who can sign in. A person belongs to one organisation. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

/** Refuse early what the contract would refuse: the staff role of an action. The contract still decides.
 *  Refuses: STAFF_ROLE_WRONG. */
export function authorise(person: Person, action: CreditAction): void {
  const { staff } = creditSteps[action];
  if (person.role === staff) return;
  const detail = `To ${action} is for staff with the role ${staff}; ${person.name} has the role ${person.role}.`;
  throw new ProblemError('STAFF_ROLE_WRONG', { detail });
}
