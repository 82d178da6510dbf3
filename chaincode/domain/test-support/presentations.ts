import type { Examination } from '../src/examination/examination.js';
import type { PresentationCommand } from '../src/presentation/commands.js';
import type { Presentation } from '../src/presentation/presentation.js';
import type { Proceeds, ProceedsCommand } from '../src/proceeds/proceeds.js';
import type { ReceiptCommand } from '../src/receipt/commands.js';
import type { Receipt } from '../src/receipt/receipt.js';
import { billHash, invoiceHash, now, parties, reference as credit, terms } from './credits.js';

export const presentationReference = 'DOCS-0042-1';
export const paymentReference = '7d2a4c1e-9b8f-4e3d-a5c6-0f1e2d3c4b5a';

/** What is presented under the credit of the tests: in time, complete, and for the whole amount. */
export function aLodging(
  change: Partial<PresentationCommand<'lodge'>> = {},
): PresentationCommand<'lodge'> {
  return {
    reference: presentationReference,
    credit,
    amount: terms.amount,
    invoiceAmount: terms.amount,
    shipmentDate: '2026-05-10',
    documents: [
      { type: 'commercialInvoice', sha256: invoiceHash, dated: '2026-05-08' },
      { type: 'billOfLading', sha256: billHash },
    ],
    confidential: [],
    ...change,
  };
}

/** A presentation in some status; unless told, complete and without findings. */
export function aPresentation(change: Partial<Presentation> = {}): Presentation {
  const status = change.status ?? 'complete';
  return {
    kind: 'presentation',
    version: 2,
    guards: ['ExportBankMSP', 'ImportBankMSP'],
    seal: '5b'.repeat(32),
    ...aLodging(),
    status,
    parties,
    ...(status === 'complete' && { presentedAt: now }),
    findings: [],
    latestTime: now,
    ...change,
  };
}

/** An examination by the issuing bank of the documents presented on Wednesday, 20 May 2026. */
export function anExamination(change: Partial<Examination> = {}): Examination {
  return {
    kind: 'examination',
    version: 2,
    guards: ['ImportBankMSP'],
    seal: '5c'.repeat(32),
    presentation: presentationReference,
    credit,
    status: 'examining',
    parties,
    amount: terms.amount,
    deadline: '2026-05-27',
    confidential: [],
    answers: [],
    latestTime: '2026-05-21T08:00:00.000Z',
    ...change,
  };
}

/** What the bank undertook under the credit of the tests. */
export const undertaking = {
  at: '2026-05-22T10:00:00.000Z',
  by: 'deferredPayment',
  maturity: '2026-08-31',
  onReceiptOfGoods: true,
} as const;

export function aReceiptCommand(change: Partial<ReceiptCommand> = {}): ReceiptCommand {
  return {
    presentation: presentationReference,
    receivedOn: '2026-06-20',
    condition: 'sound',
    clearance: {
      declaration: 'IMP-2026-77',
      transactionId: 'ce'.repeat(32),
      sha256: 'cd'.repeat(32),
    },
    ...change,
  };
}

export function aReceipt(change: Partial<Receipt> = {}): Receipt {
  return {
    kind: 'receipt',
    version: 1,
    guards: ['ImportBankMSP'],
    seal: '60'.repeat(32),
    status: 'received',
    parties,
    ...aReceiptCommand(),
    latestTime: '2026-06-21T09:00:00.000Z',
    ...change,
  };
}

export function aProceedsCommand(change: Partial<ProceedsCommand> = {}): ProceedsCommand {
  return {
    presentation: presentationReference,
    amount: terms.amount,
    paymentReference,
    confidential: [],
    ...change,
  };
}

export function theProceeds(change: Partial<Proceeds> = {}): Proceeds {
  return {
    kind: 'proceeds',
    version: 1,
    guards: ['ExportBankMSP'],
    seal: '61'.repeat(32),
    status: 'credited',
    parties,
    ...aProceedsCommand(),
    latestTime: '2026-09-01T09:00:00.000Z',
    ...change,
  };
}
