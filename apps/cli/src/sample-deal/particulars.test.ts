import { creditCommands } from '@argosy/domain/credit/commands';
import { expect, test } from '@jest/globals';
import { application, daysAfter, presentation } from './particulars.js';

const party = (name: string) => ({ msp: `${name}MSP`, name });
const parties = {
  applicant: party('Importer'),
  issuingBank: party('ImportBank'),
  advisingBank: party('ExportBank'),
  beneficiary: party('Exporter'),
};
const of = { reference: 'LC2611-0001', today: '2026-11-21' };

test('the sample application is one that the ledger takes', () => {
  const command = application({ ...of, parties });
  expect(creditCommands.apply.parse(command)).toEqual(command);
  expect(command.terms.latestShipment).toBe('2026-12-21');
  expect(command.terms.expiry.date).toBe('2027-01-11');
});

test('the sample presentation has every document that the application asks for', () => {
  const command = { reference: of.reference, ...presentation(of) };
  expect(creditCommands.present.parse(command)).toEqual(command);
  const { documentsRequired } = application({ ...of, parties }).terms;
  expect(command.documents.map(({ type }) => type)).toEqual(documentsRequired);
});

test('days are counted over the ends of months and years', () => {
  expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
});
