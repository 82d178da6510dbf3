import type { Wrong } from '../wrong.js';

const argosy = '  - name: argosy\n';
const probe =
  'probe: { function: credit:Apply, arguments: [READY, READY], answer: ACCESS_ROLE_WRONG }';

export const names: readonly Wrong[] = [
  {
    title: 'two organisations with one MSP',
    from: 'msp: ImportBankMSP\n',
    to: 'msp: ImporterMSP\n',
    says: 'ImporterMSP is described twice',
  },
  {
    title: 'two orderer organisations with one MSP',
    from: '{ msp: CarrierOrdererMSP, domain',
    to: '{ msp: ExportBankOrdererMSP, domain',
    says: 'ExportBankOrdererMSP is described twice',
  },
  {
    title: 'an orderer under the MSP of an organisation',
    from: '{ msp: CarrierOrdererMSP, domain',
    to: '{ msp: CarrierMSP, domain',
    says: 'CarrierMSP is an organisation with peers and clients, and orders, too',
  },
  {
    title: 'two organisations with one domain',
    from: 'domain: importbank.test\n',
    to: 'domain: importer.test\n',
    says: 'the domain importer.test is given twice',
  },
  {
    title: 'an orderer with the domain of an organisation',
    from: 'domain: orderer.carrier.test',
    to: 'domain: carrier.test',
    says: 'the domain carrier.test is given twice',
  },
  {
    title: 'two organisations with one name',
    from: 'name: ExportBank\n',
    to: 'name: IMPORTBANK\n',
    says: 'two organisations are named importbank',
  },
  {
    title: 'two people with one id',
    from: 'id: omar',
    to: 'id: ines',
    says: 'ines is the id of two people or systems',
  },
  {
    title: 'a system with the id of a person',
    from: 'id: exporter-erp',
    to: 'id: ines',
    says: 'ines is the id of two people or systems',
  },
  {
    title: 'a system with the name that the command line has',
    from: 'id: importer-erp',
    to: 'id: argosy-cli',
    says: 'nobody can have the id argosy-cli',
  },
  {
    title: 'a person with the name of an identity that each organisation has',
    from: 'id: omar',
    to: 'id: admin',
    says: 'nobody can have the id admin',
  },
  {
    title: 'a person with the name of a peer',
    from: 'id: henrik',
    to: 'id: peer0',
    says: 'nobody can have the id peer0',
  },
  {
    title: 'two peers of one name',
    from: 'peers: [peer0]\n    people:\n      - { id: henrik',
    to: 'peers: [peer0, peer0]\n    people:\n      - { id: henrik',
    says: 'ImportBankMSP has two peers named peer0',
  },
  {
    title: 'two channels of one name',
    from: 'name: border',
    to: 'name: trade',
    says: 'two channels are named trade',
  },
  {
    title: 'two chaincodes whose names differ in a dash',
    from: argosy,
    to: `  - { name: a-b, package: x, server: y, ${probe} }\n  - { name: a_b, package: x, server: y, ${probe} }\n${argosy}`,
    at: '  - { name: a_b',
    says: 'two chaincodes are named a_b',
  },
];
