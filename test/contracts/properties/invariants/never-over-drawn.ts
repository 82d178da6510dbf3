import type { CreditTerms } from '@argosy/domain/credit/terms';
import { termsByBooks } from './terms-by-books.js';
import type { Invariant, Moment } from './invariant.js';

/** 1: what presentations draw, without those returned, is never above the ceiling of the terms in force; nor what was honoured. */
export const neverOverDrawn: Invariant = {
  number: 1,
  says: 'a credit is never over-drawn',
  check: (moment) =>
    [...moment.books.terms.keys()].flatMap((credit) => [
      ...ceilingKept(credit, moment),
      ...accountKept(credit, moment),
    ]),
};

function ceilingKept(credit: string, { books }: Moment): readonly string[] {
  const ceiling = ceilingOf(termsByBooks(credit, books));
  const presented = [...books.presentations.values()].filter(
    ({ lodged }) => lodged.credit === credit,
  );
  const sums = {
    drawn: ['complete', 'undertaken', 'settled'],
    honoured: ['undertaken', 'settled'],
  };
  return Object.entries(sums).flatMap(([what, states]) => {
    const counted = presented.filter(({ state }) => states.includes(state));
    const sum = counted.reduce((total, { lodged }) => total + BigInt(lodged.amount.minor), 0n);
    return sum > ceiling
      ? [`of ${credit} ${String(sum)} is ${what}, above ${String(ceiling)}`]
      : [];
  });
}

/** The account on the ledger has every presentation that was complete, once, with what it draws. */
function accountKept(credit: string, { books, after }: Moment): readonly string[] {
  const account = after.find('drawings', [credit]);
  const expected = [...books.presentations.values()]
    .filter(({ state }) => state !== 'lodging' && state !== 'withdrawn')
    .filter(({ lodged }) => lodged.credit === credit)
    .map(({ lodged }) => `${lodged.reference} ${lodged.amount.minor} ${lodged.amount.currency}`);
  const actual = (account?.presentations ?? []).map(
    ({ reference, amount }) => `${reference} ${amount.minor} ${amount.currency}`,
  );
  const same = [...actual].sort().join() === [...expected].sort().join();
  return same ? [] : [`the account of ${credit} has ${actual.join()}, not ${expected.join()}`];
}

function ceilingOf({ amount, tolerance }: CreditTerms): bigint {
  return (BigInt(amount.minor) * (100n + BigInt(tolerance.plus))) / 100n;
}
