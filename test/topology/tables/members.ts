import type { Wrong } from '../wrong.js';

export const members: readonly Wrong[] = [
  {
    title: 'a member that is no organisation',
    from: '{ msp: ImporterMSP, sponsor: ImportBankMSP }',
    to: '{ msp: SomebodyMSP, sponsor: ImportBankMSP }',
    says: 'SomebodyMSP cannot be a member of trade. No organisation is described with this MSP id',
  },
  {
    title: 'a member named twice',
    from: '- { msp: ExportBankMSP }',
    to: '- { msp: ImportBankMSP }',
    says: 'ImportBankMSP is named twice as a member of trade',
  },
  {
    title: 'a member without a peer that names no sponsor',
    from: '{ msp: ImporterMSP, sponsor: ImportBankMSP }',
    to: '{ msp: ImporterMSP }',
    says: 'ImporterMSP has no peer and names no sponsor on trade',
  },
  {
    title: 'a sponsor that has no peer',
    from: '{ msp: ExporterMSP, sponsor: ExportBankMSP }',
    to: '{ msp: ExporterMSP, sponsor: ImporterMSP }',
    says: 'ExporterMSP names ImporterMSP as its sponsor, which has no peer on trade',
  },
  {
    title: 'a sponsor that is not on the channel',
    from: '{ msp: DepartingPortMSP, sponsor: CarrierMSP }',
    to: '{ msp: DepartingPortMSP, sponsor: ImportBankMSP }',
    says: 'DepartingPortMSP names ImportBankMSP as its sponsor, which has no peer on border',
  },
  {
    title: 'a sponsor that is no organisation',
    from: '{ msp: ExporterMSP, sponsor: ExportBankMSP }',
    to: '{ msp: ExporterMSP, sponsor: SomebodyMSP }',
    says: 'ExporterMSP names SomebodyMSP as its sponsor, which has no peer on trade',
  },
  {
    title: 'a member that sponsors itself',
    from: '{ msp: ExporterMSP, sponsor: ExportBankMSP }',
    to: '{ msp: ExporterMSP, sponsor: ExporterMSP }',
    says: 'ExporterMSP names ExporterMSP as its sponsor, which has no peer on trade',
  },
  {
    title: 'a sponsor for a member that has a peer',
    from: '- { msp: ImportBankMSP }',
    to: '- { msp: ImportBankMSP, sponsor: ExportBankMSP }',
    says: 'ImportBankMSP names a sponsor on trade and has a peer of its own',
  },
];
