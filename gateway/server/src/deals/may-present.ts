import { availableAmount } from '@argosy/domain/credit/drawings';
import { effectiveTerms } from '@argosy/domain/credit/effective-terms';
import { availableStatuses } from '@argosy/domain/credit/steps';
import { recordsIn, type Deal } from './deal.js';

/** Whether the deal waits for documents: the credit is available, nothing that was presented is still open, and there is something to
 *  draw: all of it, or, where the credit allows drawings in part, what is left. */
export function mayPresent(deal: Deal): boolean {
  const { credit } = deal;
  if (!availableStatuses.some((status) => status === credit.status)) return false;
  if (credit.status === 'acknowledged' && credit.terms.confirmation !== 'without') return false;
  if (credit.status === 'advised') return false;
  const ended = new Map(
    recordsIn(deal, 'examination').map(({ presentation, status }) => [presentation, status]),
  );
  const made = recordsIn(deal, 'presentation').filter(({ status }) => status !== 'withdrawn');
  const standing = made.filter(({ reference }) => ended.get(reference) !== 'returned');
  if (standing.length === 0) return true;
  if (standing.some(({ reference }) => ended.get(reference) !== 'settled')) return false;
  return isMoreToDraw(deal, ended);
}

function isMoreToDraw(deal: Deal, ended: ReadonlyMap<string, string>): boolean {
  const terms = effectiveTerms(deal.credit);
  const [drawings] = recordsIn(deal, 'drawings');
  if (terms.partialShipments === 'notAllowed' || drawings === undefined) return false;
  const returned = [...ended].filter(([, status]) => status === 'returned');
  const left = availableAmount(terms, drawings, new Set(returned.map(([reference]) => reference)));
  return left.minor !== '0';
}
