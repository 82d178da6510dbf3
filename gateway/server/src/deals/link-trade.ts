import { possessionEntry, type Possession } from '@argosy/domain/bill/possession';
import { billFacet } from '../indexer/facets.js';
import { addCalled, addNaming, linkFrom, type Naming } from './find.js';
import type { DealDraft } from './deal-draft.js';
import type { Records } from './records.js';

/** Find what is on the channel of trade: what names the credit, what names a presentation, and the bills of lading. */
export async function linkTrade(deals: readonly DealDraft[], trade: Records): Promise<void> {
  await Promise.all([linkToCredit(deals, trade), linkBillsOf(deals, trade)]);
  await Promise.all([linkToPresentations(deals, trade), linkPresentedBills(deals, trade)]);
  await linkPossessions(deals, trade);
}

async function linkToCredit(deals: readonly DealDraft[], trade: Records): Promise<void> {
  const wanted = deals.map((deal) => ({
    deal,
    value: deal.credit.reference,
    accepts: ({ parties }: { readonly parties: DealDraft['credit']['parties'] }) =>
      deal.hasParties(parties),
  }));
  const accounts = wanted.map(({ deal, accepts }) => ({
    deal,
    accepts,
    parts: [deal.credit.reference],
    link: linkFrom(deal.credit, 'reference'),
  }));
  await Promise.all([
    addCalled(trade, 'drawings', accounts),
    addNaming(trade, byCredit('amendment'), wanted),
    addNaming(trade, byCredit('presentation'), wanted),
  ]);
}

async function linkBillsOf(deals: readonly DealDraft[], trade: Records): Promise<void> {
  const wanted = deals.map((deal) => ({ deal, value: deal.credit.reference }));
  await addNaming(trade, byCredit('bill'), wanted);
}

function byCredit<Kind extends 'amendment' | 'presentation' | 'bill'>(kind: Kind): Naming<Kind> {
  return { kind, facet: 'credit', member: 'credit' };
}

/** The examination is called by its presentation and the issuing bank, the others by the presentation alone. */
async function linkToPresentations(deals: readonly DealDraft[], trade: Records): Promise<void> {
  const wanted = deals.flatMap((deal) =>
    deal.recordsOf('presentation').map((presentation) => ({
      deal,
      parts: [presentation.reference],
      link: linkFrom(presentation, 'reference'),
      accepts: ({ parties }: { readonly parties: DealDraft['credit']['parties'] }) =>
        deal.hasParties(parties),
    })),
  );
  const examined = wanted.map(({ deal, parts, ...rest }) => ({
    ...rest,
    deal,
    parts: [...parts, deal.credit.parties.issuingBank.msp],
  }));
  await Promise.all([
    addCalled(trade, 'examination', examined),
    addCalled(trade, 'receipt', wanted),
    addCalled(trade, 'proceeds', wanted),
  ]);
}

async function linkPresentedBills(deals: readonly DealDraft[], trade: Records): Promise<void> {
  const wanted = deals.flatMap((deal) =>
    deal.recordsOf('presentation').flatMap((presentation) => {
      const { bill } = presentation;
      if (bill === undefined) return [];
      const parts = [bill.carrierCode, bill.reference];
      return [{ deal, parts, link: linkFrom(presentation, 'bill') }];
    }),
  );
  await addCalled(trade, 'bill', wanted);
}

async function linkPossessions(deals: readonly DealDraft[], trade: Records): Promise<void> {
  const bills = deals.flatMap((deal) => deal.recordsOf('bill').map((bill) => ({ deal, bill })));
  const facets = [...new Set(bills.map(({ bill }) => billFacet(bill)))];
  const found = await trade.having(
    'possession',
    facets.map((bill) => ({ bill })),
  );
  const byBill = Map.groupBy(found, billFacet);
  for (const { deal, bill } of bills) {
    const chain = chainOf(byBill.get(billFacet(bill)) ?? []);
    for (const possession of chain) deal.add(possession, linkFrom(possession, 'reference'));
  }
}

/** From the first possession on, each as the one before names it: whatever else calls itself a possession of the bill is none. */
function chainOf(all: readonly Possession[]): readonly Possession[] {
  const byEntry = new Map(all.map((one) => [possessionEntry(one), one]));
  const chain: Possession[] = [];
  let next = byEntry.get('first');
  while (next !== undefined && !chain.includes(next)) {
    chain.push(next);
    const entry: string | undefined = next.closed?.next.transactionId;
    next = entry === undefined ? undefined : byEntry.get(entry);
  }
  return chain;
}
