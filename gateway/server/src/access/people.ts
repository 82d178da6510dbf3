import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { ProblemError } from '../http/problem.js';

/** Somebody who can sign in. A person belongs to one organisation. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

/** Refuse early what the contract would refuse: the staff role of an act. The contract still decides.
 *  Refuses: STAFF_ROLE_WRONG. */
export function authorise(
  person: Person,
  { action, staff }: { readonly action: string; readonly staff: readonly StaffRole[] },
): void {
  if (staff.includes(person.role)) return;
  const roles = staff.join(' or ');
  const detail = `To ${action} is for staff with the role ${roles}; ${person.name} has the role ${person.role}.`;
  throw new ProblemError('STAFF_ROLE_WRONG', { detail });
}
