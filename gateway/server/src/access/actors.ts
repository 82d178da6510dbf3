import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { ProblemError } from '../http/problem.js';

/** Who acts for an organisation: a person, or a system on its own. Each belongs to one organisation. */
export interface Actor {
  readonly kind: 'person' | 'system';
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
}

/** Refuse early what the contract would refuse: the staff role of an act. The contract still decides.
 *  Refuses: STAFF_ROLE_WRONG. */
export function authorise(
  actor: Actor,
  { action, staff }: { readonly action: string; readonly staff: readonly StaffRole[] },
): void {
  if (staff.includes(actor.role)) return;
  const roles = staff.join(' or ');
  const detail = `To ${action} is for staff with the role ${roles}; ${actor.name} has the role ${actor.role}.`;
  throw new ProblemError('STAFF_ROLE_WRONG', { detail });
}
