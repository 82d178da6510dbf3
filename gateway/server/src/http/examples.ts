// The examples of the API's documentation: one deal, so that the pages read as a story.
export const moneyExample = { currency: 'USD', minor: '12500000' } as const;

const parties = {
  applicant: { msp: 'ImporterMSP', name: 'Importer' },
  issuingBank: { msp: 'ImportBankMSP', name: 'Import Bank' },
  advisingBank: { msp: 'ExportBankMSP', name: 'Export Bank' },
  beneficiary: { msp: 'ExporterMSP', name: 'Exporter' },
} as const;

const terms = {
  amount: moneyExample,
  tolerance: { plus: 0, minus: 0 },
  expiry: { date: '2027-06-30', place: 'Santos' },
  availableWith: 'issuingBank' as const,
  available: { by: 'sightPayment' as const },
  partialShipments: 'notAllowed' as const,
  transhipment: 'notAllowed' as const,
  portOfLoading: 'BRSSZ',
  portOfDischarge: 'DEHAM',
  latestShipment: '2027-05-31',
  incoterm: { term: 'CFR' as const, place: 'Hamburg' },
  goods: '320 bags of green coffee',
  documentsRequired: ['commercialInvoice' as const, 'billOfLading' as const],
  presentationPeriodDays: 21,
  confirmation: 'without' as const,
};

export const applyExample = { reference: 'LC-2027-0001', parties, terms, confidential: [] };

export const reviseExample = {
  terms: { ...terms, expiry: { date: '2027-07-31', place: 'Santos' } },
};

const sha256 = (digit: string): string => digit.repeat(64);

export const creditExample = {
  kind: 'credit' as const,
  version: 1,
  guards: ['ExportBankMSP', 'ImportBankMSP'],
  seal: sha256('4'),
  ...applyExample,
  status: 'applied' as const,
  terms: { ...terms, amount: { ...moneyExample, decimal: '125000.00' } },
  accepted: [],
  latestTime: '2027-03-01T09:30:00.000Z',
};

export const operationExample = {
  id: 'op_01JNFY3W5M2V9Q4C8X7B6A1ZKD',
  state: 'committed' as const,
  person: 'ines',
  requestId: '5b0f2c1e-7c0a-4d7e-9a53-0d1c2b3a4f60',
  attempts: 1,
  channel: 'trade',
  document: 'credit',
  parts: [applyExample.reference],
  action: 'apply',
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
  type: 'urn:argosy:problem:ACTION_WRONG_STATUS',
  title: 'Action wrong status',
  status: 409,
  detail: 'The credit LC-2027-0001 is issued; for the act issue it has to be applied.',
  code: 'ACTION_WRONG_STATUS',
  details: {
    document: 'credit',
    parts: [applyExample.reference],
    action: 'issue',
    current: 'issued',
    allowed: ['applied'],
  },
  requestId: 'req-1',
  retryable: false,
};
