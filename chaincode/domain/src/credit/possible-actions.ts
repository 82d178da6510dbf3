import { LedgerError } from '../errors.js';
import type { ErrorCode } from '../errors.js';
import type { Credit } from './credit.js';
import { creditActionNames, creditSteps } from './steps.js';
import type { CreditAction } from './steps.js';
import { refuseWrongRole, refuseWrongStatus } from './take-step.js';

/** Somebody of a member's staff; without a role in the certificate, nothing may be done. */
export interface StaffMember {
  readonly msp: string;
  readonly staffRole: string | undefined;
}

export type Possibility =
  | { readonly action: CreditAction; readonly possible: true }
  | { readonly action: CreditAction; readonly possible: false; readonly refusal: ErrorCode };

/**
 * For each action on an existing credit: may this person take it now, or which refusal would meet
 * them? The dates and amounts of the action itself are left to the contract.
 */
export function creditActions(credit: Credit, person: StaffMember): readonly Possibility[] {
  return creditActionNames
    .filter((action) => action !== 'apply')
    .map((action) => {
      const refusal = refusalOf(action, credit, person);
      return refusal === undefined
        ? { action, possible: true }
        : { action, possible: false, refusal };
    });
}

function refusalOf(
  action: CreditAction,
  credit: Credit,
  { msp, staffRole }: StaffMember,
): ErrorCode | undefined {
  if (staffRole === undefined) return 'ACCESS_ROLE_MISSING';
  if (staffRole !== creditSteps[action].staff) return 'ACCESS_ROLE_WRONG';
  try {
    refuseWrongRole(action, { parties: credit.parties, msp });
    refuseWrongStatus(action, credit);
    return undefined;
  } catch (error) {
    if (error instanceof LedgerError) return error.code;
    throw error;
  }
}
