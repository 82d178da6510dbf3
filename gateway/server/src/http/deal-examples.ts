import { applyExample, moneyExample } from './examples.js';

const sha256 = (digit: string): string => digit.repeat(64);
const time = '2027-03-20T10:00:00.000Z';
const amount = { ...moneyExample, decimal: '125000.00' };
const { parties } = applyExample;
const carrier = { msp: 'CarrierMSP', name: 'Carrier' };

/** What the documents of the examples are called. */
export const dealReferences = { presentation: 'PR-2027-0001', bill: 'SSZ2703150017' } as const;

export const bankExample = parties.issuingBank;

const billName = { carrierCode: 'ARGC', reference: dealReferences.bill };
const recordOf = (kind: string, status: string, guards: readonly string[]) => ({
  kind,
  version: 1,
  guards: [...guards],
  seal: sha256('4'),
  status,
  latestTime: time,
});

const billContent = {
  shipper: parties.beneficiary,
  vessel: { imo: '9074729', name: 'Estrela do Mar' },
  voyage: '0142N',
  portOfLoading: 'BRSSZ',
  portOfDischarge: 'DEHAM',
  onBoardDate: '2027-03-15',
  containers: [{ number: 'CSQU3054383', seals: ['MA0017'] }],
  goods: '320 bags of green coffee',
  packages: { count: 320, type: 'BG' as const },
  grossWeight: { unit: 'KGM' as const, thousandths: '19392000' },
  freight: 'prepaid' as const,
  sha256: sha256('2'),
  credit: applyExample.reference,
};

export const issueBillExample = {
  ...billName,
  carrier,
  ...billContent,
  title: { type: 'toOrder', endorsee: parties.issuingBank },
};

export const billExample = {
  ...recordOf('bill', 'issued', ['CarrierMSP']),
  ...billName,
  carrier,
  holder: parties.beneficiary,
  ...billContent,
  title: { type: 'toOrder', endorsee: parties.issuingBank, endorseeMayEndorse: true },
};

export const proposeAmendmentExample = {
  credit: applyExample.reference,
  number: 1,
  change: { latestShipment: '2027-06-15', expiry: { date: '2027-07-15', place: 'Santos' } },
};

export const amendmentExample = {
  ...recordOf('amendment', 'proposed', ['ExportBankMSP', 'ImportBankMSP']),
  ...proposeAmendmentExample,
  parties,
};

const presented = {
  reference: dealReferences.presentation,
  credit: applyExample.reference,
  shipmentDate: '2027-03-15',
  documents: [
    { type: 'commercialInvoice' as const, sha256: sha256('1') },
    { type: 'billOfLading' as const, sha256: sha256('2') },
  ],
  bill: billName,
};

export const lodgeExample = { ...presented, amount: moneyExample };

export const presentationExample = {
  ...recordOf('presentation', 'lodging', ['ExportBankMSP', 'ImportBankMSP']),
  ...presented,
  amount,
  parties,
  confidential: [],
  findings: [],
};

export const settleExample = { paymentReference: '97ed4827-7b6f-4491-a06f-b548d5a7512d' };

export const examinationExample = {
  ...recordOf('examination', 'examining', ['ImportBankMSP']),
  presentation: dealReferences.presentation,
  credit: applyExample.reference,
  parties,
  amount,
  deadline: '2027-03-29',
  confidential: [],
  answers: [],
};

export const recordReceiptExample = {
  presentation: dealReferences.presentation,
  receivedOn: '2027-04-02',
  condition: 'sound',
};

export const receiptExample = {
  ...recordOf('receipt', 'received', ['ImportBankMSP']),
  ...recordReceiptExample,
  parties,
};

export const creditProceedsExample = {
  presentation: dealReferences.presentation,
  amount: moneyExample,
  ...settleExample,
};

export const proceedsExample = {
  ...recordOf('proceeds', 'credited', ['ExportBankMSP']),
  presentation: dealReferences.presentation,
  parties,
  amount,
  ...settleExample,
  confidential: [],
};
