import type { DocumentType } from '@argosy/domain/credit/documents';
import type { Declaration } from '@argosy/domain/declaration/declaration';
import { billFacet } from '../indexer/facets.js';
import type { DealDraft } from './deal-draft.js';
import { addCalled, addNaming, linkFrom } from './find.js';
import type { DealRecords, Records } from './records.js';

/** Find what is on the channel of the border: declarations by the bill of lading, and by the receipt; shipments and licences by what
 *  names them there, and by the papers that were presented. Requires: what is on the channel of trade was found. */
export async function linkBorder(
  deals: readonly DealDraft[],
  { trade, border }: DealRecords,
): Promise<void> {
  if (border === undefined) return;
  await Promise.all([
    linkDeclarations(deals, { trade, border }),
    linkCleared(deals, border),
    linkShipped(deals, border),
    linkLicensed(deals, border),
  ]);
  await linkDeclared(deals, border);
  await linkCovering(deals, border);
}

/** A declaration says by which transaction the bill was surrendered; one that is not the bill's was made up. */
async function linkDeclarations(
  deals: readonly DealDraft[],
  { trade, border }: { readonly trade: Records; readonly border: Records },
): Promise<void> {
  const bills = deals.flatMap((deal) => deal.recordsOf('bill').map((bill) => ({ deal, bill })));
  const keys = bills.map(({ bill: { carrierCode, reference } }) => ({
    kind: 'bill' as const,
    parts: [carrierCode, reference],
  }));
  const histories = await trade.histories(keys);
  const written = new Set(
    histories.map(({ parts, transactionId }) => [...parts, transactionId].join('/')),
  );
  const wanted = bills.map(({ deal, bill }) => ({
    deal,
    value: billFacet(bill),
    accepts: ({ goods }: Declaration) =>
      written.has(`${billFacet(goods.bill)}/${goods.bill.transactionId}`),
  }));
  const naming = { kind: 'declaration', facet: 'bill', member: 'goods.bill' } as const;
  await addNaming(border, naming, wanted);
}

/** The applicant names the declaration in its receipt. */
async function linkCleared(deals: readonly DealDraft[], border: Records): Promise<void> {
  const wanted = deals.flatMap((deal) =>
    deal.recordsOf('receipt').flatMap((receipt) => {
      const { clearance } = receipt;
      if (clearance === undefined) return [];
      return [{ deal, parts: [clearance.declaration], link: linkFrom(receipt, 'clearance') }];
    }),
  );
  await addCalled(border, 'declaration', wanted);
}

/** The beneficiary's shipments whose packing list was presented. */
async function linkShipped(deals: readonly DealDraft[], border: Records): Promise<void> {
  const [facet, member] = ['packingListSha256', 'consignment.packingListSha256'];
  const wanted = presented(deals, 'packingList');
  await addNaming(border, { kind: 'shipment', facet, member }, wanted);
}

/** The beneficiary's licences whose invoice was presented. */
async function linkLicensed(deals: readonly DealDraft[], border: Records): Promise<void> {
  const [facet, member] = ['invoiceSha256', 'goods.invoiceSha256'];
  const wanted = presented(deals, 'commercialInvoice');
  await addNaming(border, { kind: 'licence', facet, member }, wanted);
}

/** Anybody can read the hash of a paper and repeat it; the exporter has to be the one who presented it. */
function presented(
  deals: readonly DealDraft[],
  type: DocumentType,
): readonly {
  readonly deal: DealDraft;
  readonly value: string;
  accepts(record: Exported): boolean;
}[] {
  return deals.flatMap((deal) => {
    const { beneficiary } = deal.credit.parties;
    return deal
      .recordsOf('presentation')
      .flatMap(({ documents }) => documents.filter((one) => one.type === type))
      .map(({ sha256 }) => ({
        deal,
        value: sha256,
        accepts: ({ parties }: Exported) => parties.exporter.msp === beneficiary.msp,
      }));
  });
}

interface Exported {
  readonly parties: { readonly exporter: { readonly msp: string } };
}

async function linkDeclared(deals: readonly DealDraft[], border: Records): Promise<void> {
  const wanted = deals.flatMap((deal) =>
    deal.recordsOf('declaration').map((declaration) => ({
      deal,
      parts: [declaration.goods.shipment],
      link: linkFrom(declaration, 'goods.shipment'),
    })),
  );
  await addCalled(border, 'shipment', wanted);
}

/** A licence names shipments of other deals too, so that it is only followed the other way. */
async function linkCovering(deals: readonly DealDraft[], border: Records): Promise<void> {
  const wanted = deals.flatMap((deal) =>
    deal.recordsOf('shipment').map((shipment) => ({
      deal,
      parts: [shipment.consignment.licence],
      link: linkFrom(shipment, 'consignment.licence'),
    })),
  );
  await addCalled(border, 'licence', wanted);
}
