// The examples of the API's documentation: one deal, so that the pages read as a story.
export const moneyExample = { currency: 'USD', minor: '12500000' } as const;

const parties = {
  applicant: { msp: 'ImporterMSP', name: 'Importer' },
  issuingBank: { msp: 'ImportBankMSP', name: 'Import Bank' },
  advisingBank: { msp: 'ExportBankMSP', name: 'Export Bank' },
  beneficiary: { msp: 'ExporterMSP', name: 'Exporter' },
} as const;

export const applyExample = {
  reference: 'LC-2027-0001',
  parties,
  terms: {
    amount: moneyExample,
    expiry: { date: '2027-06-30', place: 'Rotterdam' },
    latestShipment: '2027-05-31',
    presentationPeriodDays: 21,
    goods: '500 bags of green coffee',
    availableBy: 'sightPayment' as const,
    documentsRequired: ['commercialInvoice' as const, 'billOfLading' as const],
  },
};

const sha256 = (digit: string): string => digit.repeat(64);

export const presentExample = {
  shipmentDate: '2027-05-20',
  amount: moneyExample,
  documents: [
    { type: 'commercialInvoice' as const, sha256: sha256('1') },
    { type: 'billOfLading' as const, sha256: sha256('2') },
  ],
};

export const settleExample = { paymentReference: '97ed4827-7b6f-4491-a06f-b548d5a7512d' };

export const creditExample = {
  kind: 'credit' as const,
  version: 1,
  ...applyExample,
  status: 'applied' as const,
  terms: { ...applyExample.terms, amount: { ...moneyExample, decimal: '125000.00' } },
  latestTime: '2027-03-01T09:30:00.000Z',
};

export const operationExample = {
  id: 'op_01JNFY3W5M2V9Q4C8X7B6A1ZKD',
  state: 'committed' as const,
  action: 'apply',
  reference: applyExample.reference,
  transactionId: sha256('3'),
  block: 12,
  validationCode: 'VALID',
  result: creditExample,
  timings: {
    receivedAt: '2027-03-01T09:30:00.000Z',
    endorsedAt: '2027-03-01T09:30:00.004Z',
    finishedAt: '2027-03-01T09:30:00.008Z',
  },
};

export const problemExample = {
  type: 'urn:argosy:problem:CREDIT_WRONG_STATUS',
  title: 'Credit wrong status',
  status: 409,
  detail: 'The credit is issued; to issue, it has to be applied.',
  code: 'CREDIT_WRONG_STATUS',
  details: { action: 'issue', current: 'issued', allowed: ['applied'] },
  requestId: 'req-1',
  retryable: false,
};
