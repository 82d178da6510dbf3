import type { StaffMember } from '@argosy/domain/possible-actions';
import type { DocumentQuery, ListPlace, Reads } from '../indexer/reads.js';
import { viewsOf, type DealView } from './deal-view.js';
import { dealsOf } from './link.js';

/** The read models that deals are read from: a deal is that of a credit, so that the channel of trade is needed. */
export interface DealReads {
  readonly trade: Reads;
  readonly border: Reads | undefined;
}

export interface ListedDeal {
  readonly deal: DealView;
  /** Where it stands in the order of the list. */
  readonly place: ListPlace;
}

/** The deals of a list of credits, in its order. */
export async function listDeals(
  reads: DealReads,
  staff: StaffMember,
  query: Omit<DocumentQuery, 'kind'>,
): Promise<readonly ListedDeal[]> {
  const listed = await reads.trade.documents({ ...query, kind: 'credit' });
  const deals = await dealsOf(
    listed.map(({ record }) => record),
    reads,
  );
  const views = await viewsOf(deals, { records: reads, staff });
  return views.flatMap((deal, index) => {
    const place = listed[index]?.place;
    return place === undefined ? [] : [{ deal, place }];
  });
}

/** The deal of one credit, if there is such a credit. */
export async function dealCalled(
  reads: DealReads,
  staff: StaffMember,
  reference: string,
): Promise<DealView | undefined> {
  const credits = await reads.trade.called('credit', [[reference]]);
  const [view] = await viewsOf(await dealsOf(credits, reads), { records: reads, staff });
  return view;
}
