import { billCommands } from '@argosy/domain/bill/commands';
import { creditCommands } from '@argosy/domain/credit/commands';
import { presentationCommands } from '@argosy/domain/presentation/commands';
import { proceedsCommands } from '@argosy/domain/proceeds/proceeds';
import { receiptCommands } from '@argosy/domain/receipt/commands';
import { expect, test } from '@jest/globals';
import {
  application,
  billOfLading,
  daysAfter,
  presentation,
  proceedsOf,
  receipt,
} from './particulars.js';

const party = (name: string) => ({ msp: `${name}MSP`, name });
const parties = {
  applicant: party('Importer'),
  issuingBank: party('ImportBank'),
  advisingBank: party('ExportBank'),
  beneficiary: party('Exporter'),
};
const of = {
  reference: 'LC2611-0001',
  presentation: 'PR2611-0001',
  bill: { carrierCode: 'ARGC', reference: 'BL2611-0001' },
  carrier: party('Carrier'),
  parties,
  today: '2026-11-21',
  paymentReference: '97ed4827-7b6f-4491-a06f-b548d5a7512d',
};

test('the sample application is one that the ledger takes', () => {
  const command = application(of);
  expect(creditCommands.apply.parse(command)).toEqual(command);
  expect(command.terms.latestShipment).toBe('2026-12-21');
  expect(command.terms.expiry.date).toBe('2027-01-11');
});

test('the sample bill of lading is one that the ledger takes', () => {
  const command = billOfLading(of);
  expect(billCommands.issue.parse(command)).toEqual(command);
});

test('the sample presentation has every document that the application asks for, and the bill as issued', () => {
  const command = presentation(of);
  expect(presentationCommands.lodge.parse(command)).toEqual(command);
  const { documentsRequired } = application(of).terms;
  expect(command.documents.map(({ type }) => type)).toEqual(documentsRequired);
  const bill = command.documents.find(({ type }) => type === 'billOfLading');
  expect(bill?.sha256).toBe(billOfLading(of).sha256);
});

test('the sample receipt and proceeds are ones that the ledger takes', () => {
  expect(receiptCommands.record.parse(receipt(of))).toEqual(receipt(of));
  expect(proceedsCommands.credit.parse(proceedsOf(of))).toEqual(proceedsOf(of));
});

test('days are counted over the ends of months and years', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
});
