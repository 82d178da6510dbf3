import { LedgerError } from '../errors.js';
import type { TermsChange } from '../amendment/terms-change.js';
import { moneyOf } from '../shared/money.js';
import type { Money } from '../shared/money.js';
import type { Credit } from './credit.js';
import type { CreditTerms } from './terms.js';

/** The terms in force: those issued, changed by each accepted amendment in the order of the numbers (UCP 600 art. 10). */
export function effectiveTerms({
  terms,
  accepted,
}: Pick<Credit, 'terms' | 'accepted'>): CreditTerms {
  return [...accepted]
    .sort((one, other) => one.number - other.number)
    .reduce((current, { change }) => amendedTerms(current, change), terms);
}

/**
 * The terms in force once another amendment is accepted too: it takes its place by its number, which need not be the last.
 * Refuses: what a change refuses.
 */
export function termsWith(
  { terms, accepted }: Pick<Credit, 'terms' | 'accepted'>,
  { number, change }: Credit['accepted'][number],
): CreditTerms {
  return effectiveTerms({ terms, accepted: [...accepted, { number, change }] });
}

/**
 * Terms after one amendment. Refuses: AMENDMENT_CURRENCY_WRONG, AMENDMENT_DECREASE_TOO_LARGE, MONEY_TOO_LARGE,
 * CREDIT_EXPIRY_BEFORE_SHIPMENT.
 */
export function amendedTerms(
  terms: CreditTerms,
  { increase, decrease, cancel: _cancel, ...replaced }: TermsChange,
): CreditTerms {
  const next = {
    ...terms,
    ...defined(replaced),
    amount: amendedAmount(terms.amount, { increase, decrease }),
  };
  refuseExpiryBeforeShipment(next);
  return next;
}

/** Goods can hardly be shipped after the credit has expired (UCP 600 art. 6(d)). Refuses: CREDIT_EXPIRY_BEFORE_SHIPMENT. */
export function refuseExpiryBeforeShipment({
  expiry,
  latestShipment,
}: Pick<CreditTerms, 'expiry' | 'latestShipment'>): void {
  if (expiry.date < latestShipment) {
    const details = { field: 'terms.expiry.date', actual: expiry.date, limit: latestShipment };
    throw LedgerError.of('CREDIT_EXPIRY_BEFORE_SHIPMENT', details);
  }
}

function amendedAmount(
  amount: Money,
  { increase, decrease }: { increase: Money | undefined; decrease: Money | undefined },
): Money {
  const difference = increase ?? decrease;
  if (difference === undefined) return amount;
  const field = increase === undefined ? 'change.decrease' : 'change.increase';
  if (difference.currency !== amount.currency) {
    const details = { field, actual: difference.currency, limit: amount.currency };
    throw LedgerError.of('AMENDMENT_CURRENCY_WRONG', details);
  }
  const [before, by] = [BigInt(amount.minor), BigInt(difference.minor)];
  if (increase === undefined && by >= before) {
    const details = { field, actual: difference.minor, limit: amount.minor };
    throw LedgerError.of('AMENDMENT_DECREASE_TOO_LARGE', details);
  }
  return moneyOf(amount.currency, increase === undefined ? before - by : before + by);
}

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: NonNullable<Fields[Name]>;
  };
}
