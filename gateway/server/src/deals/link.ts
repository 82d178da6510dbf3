import type { Credit } from '@argosy/domain/credit/credit';
import type { Deal } from './deal.js';
import { DealDraft } from './deal-draft.js';
import { linkBorder } from './link-border.js';
import { linkTrade } from './link-trade.js';
import type { DealRecords } from './records.js';

/** The deals of these credits, in their order, each with the documents that records tie to it. What no record ties to a deal is not
 *  guessed: a licence is part of one once a shipment of the deal names it, or the invoice that it names was presented. */
export async function dealsOf(
  credits: readonly Credit[],
  records: DealRecords,
): Promise<readonly Deal[]> {
  const drafts = credits.map((credit) => new DealDraft(credit));
  await linkTrade(drafts, records.trade);
  await linkBorder(drafts, records);
  return drafts.map((draft) => draft.finished());
}
