import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

const tradePolicy = 'endorsement: { outOf: 2, of: [ImportBankMSP, ExportBankMSP, CarrierMSP] }';

export const fields: readonly Wrong[] = [
  {
    title: 'a field of the file that nobody reads',
    from: 'orderers:\n',
    to: 'colour: red\norderers:\n',
    says: 'there is no field colour',
  },
  {
    title: 'a field of an organisation that nobody reads',
    from: 'domain: importer.test\n',
    to: 'domain: importer.test\n    colour: red\n',
    at: 'colour: red',
    says: 'there is no field colour',
  },
  {
    title: 'a field of a person that nobody reads',
    from: 'name: Mei Tan, role: tradeOfficer',
    to: 'name: Mei Tan, role: tradeOfficer, colour: red',
    says: 'there is no field colour',
  },
  {
    title: 'a field of a channel that nobody reads',
    from: `    ${tradePolicy}\n`,
    to: `    ${tradePolicy}\n    colour: red\n`,
    at: 'colour: red',
    says: 'there is no field colour',
  },
  {
    title: 'a field of a policy that nobody reads',
    from: tradePolicy,
    to: 'endorsement: { outOf: 2, of: [ImportBankMSP, ExportBankMSP], colour: red }',
    says: 'there is no field colour',
  },
  {
    title: 'a field of a profile that nobody reads',
    from: '  starter: {}',
    to: '  starter: { colour: red }',
    says: 'there is no field colour',
  },
  {
    title: 'a field that is missing',
    from: '    name: Importer\n',
    to: '',
    line: lineOf(right, right.indexOf('  - msp: ImporterMSP')),
    says: 'name is missing',
  },
  {
    title: 'a number for a text',
    from: 'domain: importer.test\n',
    to: 'domain: 5\n',
    says: 'domain cannot be used. Expected string, received number',
  },
  {
    title: 'a text for a list',
    from: 'peers: [peer0]\n',
    to: 'peers: peer0\n',
    says: 'peers cannot be used. Expected array, received string',
  },
  {
    title: 'a text for a number',
    from: tradePolicy,
    to: 'endorsement: { outOf: "2", of: [ImportBankMSP, ExportBankMSP] }',
    says: 'outOf cannot be used. Expected number, received string',
  },
  {
    title: 'half a signature',
    from: tradePolicy,
    to: 'endorsement: { outOf: 1.5, of: [ImportBankMSP, ExportBankMSP] }',
    says: 'outOf cannot be used',
  },
  {
    title: 'a text for a member',
    from: '- { msp: ImportBankMSP }',
    to: '- ImportBankMSP',
    says: 'an item cannot be used. Expected object, received string',
  },
  {
    title: 'nothing where people stand',
    from: '    people:\n      - { id: ines, name: Ines Duarte, role: trader }',
    to: '    people:',
    says: 'people cannot be used. Expected array, received null',
  },
  {
    title: 'an MSP id that does not end so',
    from: 'msp: ImporterMSP\n',
    to: 'msp: Importer\n',
    says: 'msp cannot be used. Expected letters and digits ending in MSP',
  },
  ...['Importer.test', 'importer..test', 'importer_x.test', '-importer.test'].map((domain) => ({
    title: `the domain ${domain}`,
    from: 'domain: importer.test\n',
    to: `domain: ${domain}\n`,
    says: 'domain cannot be used',
  })),
  {
    title: 'a peer with a capital letter',
    from: 'peers: [peer0]\n',
    to: 'peers: [Peer0]\n',
    says: 'an item cannot be used',
  },
  {
    title: 'an organisation whose name could be a path',
    from: 'name: Importer\n',
    to: 'name: ../Importer\n',
    says: 'name cannot be used',
  },
  {
    title: 'a role that nobody can hold',
    from: 'name: Mei Tan, role: tradeOfficer',
    to: 'name: Mei Tan, role: director',
    says: 'role cannot be used',
  },
  {
    title: 'a person without a name',
    from: 'name: Mei Tan, role',
    to: 'name: "", role',
    says: 'name cannot be used',
  },
];
