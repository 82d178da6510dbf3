import { createHash, randomBytes } from 'node:crypto';
import type { ConfidentialTerms } from '@argosy/domain/confidential/terms';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import {
  aLodgement,
  anApplicationForLicence,
  aReadiness,
  bicycles,
} from '../../../../chaincode/domain/test-support/border-commands.js';
import { anIssue } from '../../../../chaincode/domain/test-support/bills.js';
import {
  anApplication,
  invoiceHash,
  terms,
} from '../../../../chaincode/domain/test-support/credits.js';
import { aLodging } from '../../../../chaincode/domain/test-support/presentations.js';

/** What the documents of one deal are called. */
export interface DealNames {
  readonly credit: string;
  readonly presentation: string;
  readonly licence: string;
  readonly shipment: string;
  readonly declaration: string;
  readonly bill: { readonly carrierCode: string; readonly reference: string };
}

/** Every deal of a run by a short name of its own. */
export function namesOf(deal: string): DealNames {
  return {
    credit: `LC-${deal}`,
    presentation: `DOCS-${deal}`,
    licence: `XL-${deal}`,
    shipment: `SH-${deal}`,
    declaration: `DE-${deal}`,
    bill: { carrierCode: 'MABL', reference: `NSA${deal}` },
  };
}

/** Days are counted in UTC, as the ledger does. */
export function day(offset = 0): string {
  const moment = new Date();
  moment.setUTCDate(moment.getUTCDate() + offset);
  return moment.toISOString().slice(0, 10);
}

/** The moment, as a port tells it. */
export const moment = (): string => new Date().toISOString();

/** SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The commands of a deal that are more than a reference, with the dates of today. */
export function particularsOf(names: DealNames) {
  const billSha256 = sha256(names.bill.reference);
  return {
    application: anApplication({
      reference: names.credit,
      terms: {
        ...terms,
        expiry: { date: day(60), place: 'Guangzhou' },
        latestShipment: day(30),
        available: {
          by: 'deferredPayment',
          maturity: { from: 'date', date: day(90) },
          onReceiptOfGoods: true,
        },
      },
    }),
    billOfLading: anIssue({
      ...names.bill,
      onBoardDate: day(),
      credit: names.credit,
      sha256: billSha256,
    }),
    lodging: aLodging({
      reference: names.presentation,
      credit: names.credit,
      shipmentDate: day(),
      documents: [
        { type: 'commercialInvoice', sha256: invoiceHash, dated: day() },
        { type: 'billOfLading', sha256: billSha256 },
      ],
      bill: names.bill,
    }),
    licence: anApplicationForLicence({ reference: names.licence }),
    inspection: { date: day(), result: 'conforms' },
    grant: {
      number: `CN-${names.licence}`,
      validFrom: day(),
      validUntil: day(30),
      quantity: bicycles(1000),
      certificateSha256: sha256(names.licence),
    },
    readiness: aReadiness({
      reference: names.shipment,
      consignment: { ...aReadiness().consignment, licence: names.licence },
    }),
    quantity: bicycles(1000),
    voyage: { imo: '9074729', name: 'Estrela do Mar', number: '0142W' },
    lodgement: aLodgement({ reference: names.declaration }),
  } as const;
}

type Unsalted<Terms> = Terms extends unknown ? Omit<Terms, 'kind' | 'salt'> : never;

/** Confidential terms, salted by chance: the text that is put into a collection, and its hash. */
export function confidential(about: Unsalted<ConfidentialTerms>): {
  readonly text: string;
  readonly sha256: string;
} {
  const salt = randomBytes(32).toString('hex');
  const text = canonicalJson({ kind: 'confidential', salt, ...about });
  return { text, sha256: sha256(text) };
}

/** What the members of the deals keep from others, by collection. */
export const secrets = {
  facilityTerms: () =>
    confidential({
      about: 'facility',
      facility: 'IMPORT LINE 0042',
      marginPercent: 15,
      applicantChargesPercent: 100,
    }),
  declaredValues: () =>
    confidential({
      about: 'prices',
      lines: [
        {
          hsCode: '8712003000',
          quantity: bicycles(1000),
          unitPrice: { currency: 'USD', minor: '10000' },
        },
      ],
    }),
} as const;
