import type { Credit } from '@argosy/domain/credit/credit';
import type { View } from './view.js';

/** What may be drawn under a credit, roughly: it is for the contracts to say, and for the model to check. */
export function restOf({ reference, terms, accepted }: Credit, view: View): bigint {
  const changes = accepted.map(({ change }) => {
    const { increase, decrease } = change;
    return BigInt(increase?.minor ?? '0') - BigInt(decrease?.minor ?? '0');
  });
  const amount = changes.reduce((sum, by) => sum + by, BigInt(terms.amount.minor));
  const drawn = view
    .of('presentation')
    .filter(({ credit, status }) => credit === reference && status === 'complete')
    .filter((it) => view.examinationOf(it)?.status !== 'returned')
    .reduce((sum, it) => sum + BigInt(it.amount.minor), 0n);
  return (amount * BigInt(100 + terms.tolerance.plus)) / 100n - drawn;
}
