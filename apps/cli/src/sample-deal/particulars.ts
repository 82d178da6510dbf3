import { createHash } from 'node:crypto';
import type { CreditCommand } from '@argosy/domain/credit/commands';
import type { DocumentType } from '@argosy/domain/credit/documents';
import type { CreditParties } from '@argosy/domain/credit/parties';

/** The sale behind the sample deal: a container of coffee, sold on a documentary credit at sight. */
const sale = {
  amount: { currency: 'USD', minor: '12500000' },
  goods: [
    '320 BAGS OF 60 KG NET GREEN COFFEE BEANS, ARABICA, BRAZIL SANTOS NY 2, SCREEN 17/18,',
    'TOTAL 19,200 KG NET IN ONE 20 FT CONTAINER, AS PER SALES CONTRACT OM-4471.',
    'CFR HAMBURG, INCOTERMS 2020.',
  ].join('\n'),
  latestShipmentAfterDays: 30,
  expiryAfterDays: 51,
  presentationPeriodDays: 21,
  place: 'SANTOS',
} as const;

/** What a person reads of it. */
export const saleInWords = 'USD 125,000.00 at sight for 19,200 kg of green coffee, CFR Hamburg';

const documentsRequired: DocumentType[] = [
  'commercialInvoice',
  'billOfLading',
  'packingList',
  'certificateOfOrigin',
];

export function application(of: {
  readonly reference: string;
  readonly parties: CreditParties;
  readonly today: string;
}): CreditCommand<'apply'> {
  return {
    reference: of.reference,
    parties: of.parties,
    terms: {
      amount: sale.amount,
      expiry: { date: daysAfter(of.today, sale.expiryAfterDays), place: sale.place },
      latestShipment: daysAfter(of.today, sale.latestShipmentAfterDays),
      presentationPeriodDays: sale.presentationPeriodDays,
      goods: sale.goods,
      availableBy: 'sightPayment',
      documentsRequired,
    },
  };
}

/** Documents of a shipment that left today. Their bytes stay with the parties; the ledger gets their hashes. */
export function presentation(of: {
  readonly reference: string;
  readonly today: string;
}): Omit<CreditCommand<'present'>, 'reference'> {
  return {
    shipmentDate: of.today,
    amount: sale.amount,
    documents: documentsRequired.map((type) => ({
      type,
      sha256: createHash('sha256').update(documentText(type, of)).digest('hex'),
    })),
  };
}

function documentText(
  type: DocumentType,
  { reference, today }: { readonly reference: string; readonly today: string },
): string {
  const title = type.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
  return `${title}\nDATE ${today}\nDOCUMENTARY CREDIT ${reference}\n${sale.goods}\n`;
}

/** A calendar date some days later, in UTC as the ledger counts. */
export function daysAfter(date: string, days: number): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}
