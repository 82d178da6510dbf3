import type { TermsChange } from '@argosy/domain/amendment/terms-change';
import type { CreditTerms } from '@argosy/domain/credit/terms';
import type { Books } from '../books.js';

/** The terms in force: those applied for, and every accepted change over them, in the order of the numbers. */
export function termsByBooks(credit: string, { terms, accepted }: Books): CreditTerms {
  const first = terms.get(credit);
  if (first === undefined) throw new Error(`Nobody applied for ${credit}`);
  const changes = [...(accepted.get(credit) ?? [])].sort(([one], [other]) => one - other);
  return changes.reduce((current, [, change]) => changed(current, change), first);
}

function changed(terms: CreditTerms, { increase, decrease, ...rest }: TermsChange): CreditTerms {
  const { currency, minor } = terms.amount;
  const more = BigInt(increase?.minor ?? 0) - BigInt(decrease?.minor ?? 0);
  const amount = { currency, minor: String(BigInt(minor) + more) };
  // What a change names, it names anew.
  return { ...terms, ...(rest as Partial<CreditTerms>), amount };
}
