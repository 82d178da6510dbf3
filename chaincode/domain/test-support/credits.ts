import type { CreditCommand } from '../src/credit/commands.js';
import type { Credit, CreditStatus } from '../src/credit/credit.js';
import { creditStatuses } from '../src/credit/credit.js';
import type { Call } from '../src/credit/decide.js';
import type { CreditRole } from '../src/credit/parties.js';

/** The member that has each role in the credits of the tests. */
export const members = {
  applicant: 'ImporterMSP',
  issuingBank: 'ImportBankMSP',
  advisingBank: 'ExportBankMSP',
  beneficiary: 'ExporterMSP',
} as const satisfies Record<CreditRole, string>;

export const reference = 'LC-2026/0042';
export const paymentReference = '6f1c1f3e-6f9a-4d1e-9b8a-0d6f2f1c7a55';
export const invoiceHash = 'a1'.repeat(32);
export const billHash = 'b2'.repeat(32);

export const parties: Credit['parties'] = {
  applicant: { msp: members.applicant, name: 'Lusitania Imports' },
  issuingBank: { msp: members.issuingBank, name: 'Banco do Tejo' },
  advisingBank: { msp: members.advisingBank, name: 'Pearl River Bank' },
  beneficiary: { msp: members.beneficiary, name: '珠江出口' },
};

export const terms: Credit['terms'] = {
  amount: { currency: 'USD', minor: '10000000' },
  expiry: { date: '2026-06-30', place: 'Guangzhou' },
  latestShipment: '2026-05-31',
  presentationPeriodDays: 21,
  goods: '1000 bicycles,\nincoterm FOB Nansha',
  availableBy: 'sightPayment',
  documentsRequired: ['commercialInvoice', 'billOfLading'],
};

export const presentation: NonNullable<Credit['presentation']> = {
  presentedAt: '2026-05-20T09:00:00.000Z',
  shipmentDate: '2026-05-10',
  amount: { currency: 'USD', minor: '9500000' },
  documents: [
    { type: 'commercialInvoice', sha256: invoiceHash },
    { type: 'billOfLading', sha256: billHash },
  ],
};

/** A credit in some status, with what it must hold there. */
export function aCredit(change: Partial<Credit> = {}): Credit {
  const { status = 'advised' } = change;
  return {
    kind: 'credit',
    version: 3,
    reference,
    status,
    parties,
    terms,
    ...(reached(status, 'presented') && { presentation }),
    ...(reached(status, 'settled') && {
      settlement: { paymentReference, settledAt: '2026-05-20T09:00:00.000Z' },
    }),
    latestTime: '2026-05-10T08:00:00.000Z',
    ...change,
  };
}

export function aCall(by: CreditRole, time = '2026-05-20T09:00:00.000Z'): Call {
  return { caller: { msp: members[by] }, time };
}

export function anApplication(
  change: Partial<CreditCommand<'apply'>> = {},
): CreditCommand<'apply'> {
  return { reference, parties, terms, ...change };
}

/** The presentation that fits the credit of the tests. */
export function aPresentation(
  change: Partial<CreditCommand<'present'>> = {},
): CreditCommand<'present'> {
  const { shipmentDate, amount, documents } = presentation;
  return { reference, shipmentDate, amount, documents, ...change };
}

function reached(status: CreditStatus, first: CreditStatus): boolean {
  return creditStatuses.indexOf(status) >= creditStatuses.indexOf(first);
}
