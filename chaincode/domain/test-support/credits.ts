import type { CreditCommand } from '../src/credit/commands.js';
import type { Credit } from '../src/credit/credit.js';
import type { Drawings } from '../src/credit/drawings.js';
import type { Call } from '../src/shared/call.js';
import { members } from './network.js';

export { members } from './network.js';

export const reference = 'LC-2026/0042';
export const invoiceHash = 'a1'.repeat(32);
export const billHash = 'b2'.repeat(32);

/** The moment at which the tests act, unless they say otherwise. */
export const now = '2026-05-20T09:00:00.000Z';

export const parties: Credit['parties'] = {
  applicant: { msp: members.applicant, name: 'Lusitania Imports' },
  issuingBank: { msp: members.issuingBank, name: 'Banco do Tejo' },
  advisingBank: { msp: members.advisingBank, name: 'Pearl River Bank' },
  beneficiary: { msp: members.beneficiary, name: '珠江出口' },
};

export const terms: Credit['terms'] = {
  amount: { currency: 'USD', minor: '10000000' },
  tolerance: { plus: 0, minus: 0 },
  expiry: { date: '2026-06-30', place: 'Guangzhou' },
  availableWith: 'issuingBank',
  available: {
    by: 'deferredPayment',
    maturity: { from: 'date', date: '2026-08-31' },
    onReceiptOfGoods: true,
  },
  partialShipments: 'allowed',
  transhipment: 'notAllowed',
  portOfLoading: 'CNNSA',
  portOfDischarge: 'PTLIS',
  latestShipment: '2026-05-31',
  incoterm: { term: 'FOB', place: 'Nansha' },
  goods: '1000 bicycles',
  documentsRequired: ['commercialInvoice', 'billOfLading'],
  presentationPeriodDays: 21,
  confirmation: 'mayAdd',
};

/** A credit in some status. */
export function aCredit(change: Partial<Credit> = {}): Credit {
  return {
    kind: 'credit',
    version: 3,
    guards: ['ExportBankMSP', 'ImportBankMSP'],
    seal: '5e'.repeat(32),
    reference,
    status: 'advised',
    parties,
    terms,
    confidential: [],
    accepted: [],
    latestTime: '2026-05-10T08:00:00.000Z',
    ...change,
  };
}

/** The account of what was drawn under the credit. */
export function theDrawings(change: Partial<Drawings> = {}): Drawings {
  return {
    kind: 'drawings',
    version: 1,
    guards: ['ExportBankMSP', 'ImportBankMSP'],
    seal: '5d'.repeat(32),
    reference,
    status: 'open',
    parties,
    presentations: [],
    latestTime: '2026-05-10T08:00:00.000Z',
    ...change,
  };
}

/** A call by whoever has a part in the deals of the tests. */
export function aCall(by: keyof typeof members, time = now): Call {
  return { caller: { msp: members[by] }, time, transactionId: 'tx-of-the-test' };
}

export function anApplication(
  change: Partial<CreditCommand<'apply'>> = {},
): CreditCommand<'apply'> {
  return { reference, parties, terms, confidential: [], ...change };
}
