import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

const trade = '  - name: trade\n';
const manyPeers = Array.from({ length: 31 }, (_, index) => `peer${index}`).join(', ');

export const profiles: readonly Wrong[] = [
  {
    title: 'no profiles',
    from: right.slice(right.indexOf('profiles:')),
    to: 'profiles: {}\n',
    says: 'profiles cannot be used. Expected at least one profile',
  },
  {
    title: 'a profile whose name has a capital letter',
    from: '  starter: {}',
    to: '  Starter: {}',
    says: 'the name is wrong',
  },
  {
    title: 'a profile that keeps an organisation that is not there',
    from: 'organisations: [ImporterMSP, ImportBankMSP, ExportBankMSP, ExporterMSP]',
    to: 'organisations: [SomebodyMSP]',
    says: 'the profile names the organisation SomebodyMSP',
  },
  {
    title: 'a profile that keeps an orderer that is not there',
    from: 'orderers: [ImportBankOrdererMSP]',
    to: 'orderers: [PortOrdererMSP]',
    says: 'the profile names the orderer organisation PortOrdererMSP',
  },
  {
    title: 'a profile that keeps a channel that is not there',
    from: 'channels: [trade]',
    to: 'channels: [tarde]',
    says: 'the profile names the channel tarde',
  },
  {
    title: 'a profile that gives a peer to nobody',
    from: '      ImporterMSP: [peer0]',
    to: '      SomebodyMSP: [peer0]',
    says: 'the profile names the organisation SomebodyMSP',
  },
  {
    title: 'a profile that gives no peer',
    from: '      ImporterMSP: [peer0]',
    to: '      ImporterMSP: []',
    says: 'ImporterMSP cannot be used',
  },
  {
    title: 'a profile that gives two peers of one name',
    from: 'ImportBankMSP: [peer0, peer1]',
    to: 'ImportBankMSP: [peer0, peer0]',
    says: 'ImportBankMSP has two peers named peer0',
  },
  {
    title: 'a profile that changes a channel that it leaves out',
    from: '      trade:\n        consensus: etcdraft',
    to: '      border: { consensus: etcdraft }\n      trade:\n        consensus: etcdraft',
    says: 'the profile names the channel border',
  },
  {
    title: 'a profile that adds an orderer that is there',
    from: '{ msp: ExporterOrdererMSP, domain',
    to: '{ msp: CustomsOrdererMSP, domain',
    says: 'CustomsOrdererMSP is described twice',
  },
  {
    title: 'a profile whose consenter is described nowhere',
    from: '          [CarrierOrdererMSP, CustomsOrdererMSP, ExportControlOrdererMSP, ArrivalPortOrdererMSP]',
    to: '          [CarrierOrdererMSP, CustomsOrdererMSP, ExportControlOrdererMSP, PortOrdererMSP]',
    says: 'PortOrdererMSP cannot order border',
  },
  {
    title: 'a profile whose policy names who is left out',
    from: '        lifecycle: { outOf: 2, of: [ImportBankMSP, ExportBankMSP] }',
    to: '        lifecycle: { outOf: 2, of: [ImportBankMSP, CarrierMSP] }',
    says: 'the lifecycle policy of trade names CarrierMSP, which has no peer on trade',
  },
  {
    title: 'a profile that leaves one orderer to BFT',
    from: '        consensus: etcdraft',
    to: '        consensus: BFT',
    line: lineOf(right, right.indexOf(trade)),
    says: 'trade is ordered by BFT with 1 of at least 4 consenters',
  },
  {
    title: 'more peers than the layout has room for',
    from: 'peers: [peer0]\n    people:\n      - { id: henrik',
    to: `peers: [${manyPeers}]\n    people:\n      - { id: henrik`,
    line: lineOf(right, right.indexOf('organisations:')),
    says: '35 peers are described. The ports of one network have room for 30.',
  },
];
