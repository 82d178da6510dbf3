import { createHash } from 'node:crypto';
import type { BillName } from '@argosy/domain/bill/bill';
import type { IssueBill } from '@argosy/domain/bill/commands';
import type { CreditCommand } from '@argosy/domain/credit/commands';
import type { DocumentType } from '@argosy/domain/credit/documents';
import type { CreditParties, NamedParty } from '@argosy/domain/credit/parties';
import type { PresentationCommand } from '@argosy/domain/presentation/commands';
import type { ProceedsCommand } from '@argosy/domain/proceeds/proceeds';
import type { ReceiptCommand } from '@argosy/domain/receipt/commands';
import { daysAfter } from './days.js';

export { daysAfter } from './days.js';

/** The sale behind the sample deal: a container of coffee, sold on a documentary credit at sight. */
const sale = {
  amount: { currency: 'USD', minor: '12500000' },
  goods: [
    '320 BAGS OF 60 KG NET GREEN COFFEE BEANS, ARABICA, BRAZIL SANTOS NY 2, SCREEN 17/18,',
    'TOTAL 19,200 KG NET IN ONE 20 FT CONTAINER, AS PER SALES CONTRACT OM-4471.',
    'CPT HAMBURG, INCOTERMS 2020.',
  ].join('\n'),
  portOfLoading: 'BRSSZ',
  portOfDischarge: 'DEHAM',
  latestShipmentAfterDays: 30,
  expiryAfterDays: 51,
  presentationPeriodDays: 21,
  place: 'SANTOS',
} as const;

/** What a person reads of it. */
export const saleInWords = 'USD 125,000.00 at sight for 19,200 kg of green coffee, CPT Hamburg';

const documentsRequired: DocumentType[] = [
  'commercialInvoice',
  'billOfLading',
  'packingList',
  'certificateOfOrigin',
];

type Papers = { readonly reference: string; readonly today: string };

export function application(
  of: Papers & { readonly parties: CreditParties },
): CreditCommand<'apply'> {
  return {
    reference: of.reference,
    parties: of.parties,
    terms: {
      amount: sale.amount,
      tolerance: { plus: 0, minus: 0 },
      expiry: { date: daysAfter(of.today, sale.expiryAfterDays), place: sale.place },
      availableWith: 'issuingBank',
      available: { by: 'sightPayment' },
      partialShipments: 'notAllowed',
      transhipment: 'notAllowed',
      portOfLoading: sale.portOfLoading,
      portOfDischarge: sale.portOfDischarge,
      latestShipment: daysAfter(of.today, sale.latestShipmentAfterDays),
      incoterm: { term: 'CPT', place: 'Hamburg' },
      goods: sale.goods,
      documentsRequired,
      presentationPeriodDays: sale.presentationPeriodDays,
      confirmation: 'without',
    },
    confidential: [],
  };
}

/** The bill of lading of a shipment that left today, to the order of the bank that is going to pay. */
export function billOfLading(
  of: Papers & {
    readonly parties: CreditParties;
    readonly carrier: NamedParty;
    readonly bill: BillName;
  },
): IssueBill {
  return {
    ...of.bill,
    carrier: of.carrier,
    shipper: of.parties.beneficiary,
    title: { type: 'toOrder', endorsee: of.parties.issuingBank },
    vessel: { imo: '9074729', name: 'Estrela do Mar' },
    voyage: '0142N',
    portOfLoading: sale.portOfLoading,
    portOfDischarge: sale.portOfDischarge,
    onBoardDate: of.today,
    containers: [{ number: 'CSQU3054383', seals: ['BR4471'] }],
    goods: sale.goods,
    packages: { count: 320, type: 'BG' },
    grossWeight: { unit: 'KGM', thousandths: '19392000' },
    freight: 'prepaid',
    sha256: hashOf('billOfLading', of),
    credit: of.reference,
  };
}

/** Documents of that shipment. Their bytes stay with the parties; the ledger gets their hashes. */
export function presentation(
  of: Papers & { readonly presentation: string; readonly bill: BillName },
): PresentationCommand<'lodge'> {
  return {
    reference: of.presentation,
    credit: of.reference,
    amount: sale.amount,
    invoiceAmount: sale.amount,
    shipmentDate: of.today,
    documents: documentsRequired.map((type) => ({
      type,
      sha256: hashOf(type, of),
      dated: of.today,
    })),
    bill: of.bill,
    confidential: [],
  };
}

export function receipt(of: {
  readonly presentation: string;
  readonly today: string;
}): ReceiptCommand {
  return { presentation: of.presentation, receivedOn: of.today, condition: 'sound' };
}

/** What the exporter's bank credits: all that it was paid. */
export function proceedsOf(of: {
  readonly presentation: string;
  readonly paymentReference: string;
}): ProceedsCommand {
  const { presentation: reference, paymentReference } = of;
  return { presentation: reference, amount: sale.amount, paymentReference, confidential: [] };
}

function hashOf(type: DocumentType, of: Papers): string {
  return createHash('sha256').update(documentText(type, of)).digest('hex');
}

function documentText(type: DocumentType, { reference, today }: Papers): string {
  const title = type.replace(/[A-Z]/g, (letter) => ` ${letter}`).toUpperCase();
  return `${title}\nDATE ${today}\nDOCUMENTARY CREDIT ${reference}\n${sale.goods}\n`;
}
