import { LedgerError } from '../errors.js';
import { dateOf } from '../shared/time.js';
import type { Time } from '../shared/time.js';
import type { CreditTerms } from './terms.js';

/*
 * A credit does not know the time zone of its place of expiry: the day of expiry ends at midnight UTC.
 */

/** Refuses: CREDIT_EXPIRED, where an act makes no sense once the credit has expired (UCP 600 art. 6(d)). */
export function refuseExpired(
  action: string,
  { terms, time }: { readonly terms: Pick<CreditTerms, 'expiry'>; readonly time: Time },
): void {
  const actual = dateOf(time);
  const limit = terms.expiry.date;
  if (actual > limit) {
    throw LedgerError.of('CREDIT_EXPIRED', { action, field: 'terms.expiry.date', actual, limit });
  }
}
