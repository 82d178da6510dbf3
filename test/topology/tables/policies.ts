import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

const trade = '  - name: trade\n';
const tradePolicy = 'endorsement: { outOf: 2, of: [ImportBankMSP, ExportBankMSP, CarrierMSP] }';
const tradeLifecycle = 'lifecycle: { outOf: 2, of: [ImportBankMSP, ExportBankMSP, CarrierMSP] }';

export const policies: readonly Wrong[] = [
  {
    title: 'an endorser without a peer',
    from: tradePolicy,
    to: 'endorsement: { outOf: 2, of: [ImportBankMSP, ExporterMSP] }',
    says: 'the endorsement policy of trade names ExporterMSP, which has no peer on trade',
  },
  {
    title: 'an endorser that is no member',
    from: tradePolicy,
    to: 'endorsement: { outOf: 2, of: [ImportBankMSP, CustomsMSP] }',
    says: 'the endorsement policy of trade names CustomsMSP, which has no peer on trade',
  },
  {
    title: 'an endorser that nobody knows',
    from: tradePolicy,
    to: 'endorsement: { outOf: 1, of: [ImportBankMSP, SomebodyMSP] }',
    says: 'the endorsement policy of trade names SomebodyMSP',
  },
  {
    title: 'who decides about definitions without a peer',
    from: tradeLifecycle,
    to: 'lifecycle: { outOf: 2, of: [ImportBankMSP, ExporterMSP] }',
    says: 'the lifecycle policy of trade names ExporterMSP, which has no peer on trade',
  },
  {
    title: 'the auditor as endorser',
    from: tradePolicy,
    to: 'endorsement: { outOf: 2, of: [ImportBankMSP, AuditorMSP] }',
    says: 'the endorsement policy of trade names AuditorMSP, whose people audit',
  },
  {
    title: 'the auditor among who decides about definitions',
    from: tradeLifecycle,
    to: 'lifecycle: { outOf: 2, of: [ImportBankMSP, AuditorMSP] }',
    says: 'the lifecycle policy of trade names AuditorMSP, whose people audit',
  },
  {
    title: 'an endorser named twice',
    from: tradePolicy,
    to: 'endorsement: { outOf: 1, of: [ImportBankMSP, ImportBankMSP] }',
    says: 'the endorsement policy of trade names ImportBankMSP twice',
  },
  {
    title: 'an endorsement policy that could never be met',
    from: tradePolicy,
    to: 'endorsement: { outOf: 4, of: [ImportBankMSP, ExportBankMSP, CarrierMSP] }',
    says: 'the endorsement policy of trade asks for 4 of 3 organisations',
  },
  {
    title: 'a lifecycle policy that could never be met',
    from: tradeLifecycle,
    to: 'lifecycle: { outOf: 4, of: [ImportBankMSP, ExportBankMSP, CarrierMSP] }',
    says: 'the lifecycle policy of trade asks for 4 of 3 organisations',
  },
  {
    title: 'a policy that asks for nobody',
    from: tradePolicy,
    to: 'endorsement: { outOf: 0, of: [ImportBankMSP] }',
    says: 'outOf cannot be used',
  },
  {
    title: 'a policy without organisations',
    from: tradePolicy,
    to: 'endorsement: { outOf: 1, of: [] }',
    says: 'of cannot be used',
  },
  {
    title: 'a policy that is not there',
    from: `    ${tradePolicy}\n`,
    to: '',
    line: lineOf(right, right.indexOf(trade)),
    says: 'endorsement is missing',
  },
];
