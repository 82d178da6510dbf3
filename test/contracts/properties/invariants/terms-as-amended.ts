import { isDeepStrictEqual } from 'node:util';
import { termsByBooks } from './terms-by-books.js';
import type { Invariant, Moment } from './invariant.js';

/** 4: the terms in force are those applied for, changed by the accepted amendments in the order of their numbers. */
export const termsAsAmended: Invariant = {
  number: 4,
  says: 'terms in force are the fold of the accepted amendments',
  check: (moment) =>
    moment.after.of('credit').flatMap((credit) => {
      const { reference, terms, accepted } = credit;
      const expected = termsByBooks(reference, moment.books);
      const problem = problemOf(() => moment.subject.effectiveTerms({ terms, accepted }), expected);
      const first = moment.books.terms.get(reference);
      const kept = isDeepStrictEqual(terms, first) ? [] : [`${reference} has other first terms`];
      return problem === undefined ? kept : [...kept, `${reference}: ${problem}`];
    }),
};

function problemOf(
  effective: () => ReturnType<Moment['subject']['effectiveTerms']>,
  expected: object,
): string | undefined {
  try {
    const actual = effective();
    if (isDeepStrictEqual(actual, expected)) return undefined;
    return `${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`;
  } catch (error) {
    return `no terms are in force: ${error instanceof Error ? error.message : String(error)}`;
  }
}
