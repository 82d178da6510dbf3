import { LedgerError } from '../errors.js';
import type { LedgerChange } from '../events.js';
import { dateOf } from '../shared/time.js';
import type { Time } from '../shared/time.js';
import type { Credit } from './credit.js';
import { creditRolesOf } from './parties.js';
import type { CreditParties } from './parties.js';
import { creditSteps, statusesBefore } from './steps.js';
import type { CreditAction } from './steps.js';

/** Who asks, and when: the transaction's time as its client claims it. */
export interface Call {
  readonly caller: { readonly msp: string };
  readonly time: Time;
}

/** What an action comes to: the new record, and the change to announce. */
export interface Decision {
  readonly credit: Credit;
  readonly change: LedgerChange;
}

export function refuseWrongRole(
  action: CreditAction,
  { parties, msp }: { readonly parties: CreditParties; readonly msp: string },
): void {
  const required = creditSteps[action].by;
  const actual = creditRolesOf(parties, msp);
  if (!actual.includes(required)) {
    throw LedgerError.of('CREDIT_WRONG_ROLE', { action, msp, required, actual });
  }
}

export function refuseWrongStatus(action: CreditAction, credit: Credit): void {
  const allowed = statusesBefore(action);
  if (!allowed.includes(credit.status)) {
    const { reference, status: current } = credit;
    throw LedgerError.of('CREDIT_WRONG_STATUS', { action, reference, current, allowed });
  }
}

/*
 * A credit does not know the time zone of its place of expiry, and the banking calendar that
 * article 29(a) needs is not on the ledger yet: the day of expiry ends at midnight UTC, and is not
 * moved when the bank is closed on it.
 */
export function refuseExpired(
  action: CreditAction,
  { terms, time }: { readonly terms: Credit['terms']; readonly time: Time },
): void {
  const actual = dateOf(time);
  const limit = terms.expiry.date;
  if (actual > limit) {
    throw LedgerError.of('CREDIT_EXPIRED', { action, field: 'terms.expiry.date', actual, limit });
  }
}

/**
 * The credit after a step that the table allows.
 * Refuses: CREDIT_WRONG_ROLE, CREDIT_WRONG_STATUS, TIME_BEFORE_RECORD.
 */
export function takeStep(action: CreditAction, credit: Credit, { caller, time }: Call): Credit {
  refuseWrongRole(action, { parties: credit.parties, msp: caller.msp });
  refuseWrongStatus(action, credit);
  // A client could otherwise reach back before a deadline by claiming an earlier time.
  if (time < credit.latestTime) {
    throw LedgerError.of('TIME_BEFORE_RECORD', { actual: time, limit: credit.latestTime });
  }
  const { to: status } = creditSteps[action];
  return { ...credit, status, version: credit.version + 1, latestTime: time };
}

export function decision(action: CreditAction, credit: Credit): Decision {
  const { reference, version, status } = credit;
  const type = creditSteps[action].event;
  return { credit, change: { type, document: 'credit', reference, version, status } };
}
