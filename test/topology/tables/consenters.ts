import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

export const consenters: readonly Wrong[] = [
  {
    title: 'a consenter that is described nowhere',
    from: '    chaincodes: [argosy]\n',
    to: `    consenters: [ImportBankOrdererMSP, ExportBankOrdererMSP, CarrierOrdererMSP, PortOrdererMSP]\n    chaincodes: [argosy]\n`,
    says: 'PortOrdererMSP cannot order trade',
  },
  {
    title: 'a consenter named twice',
    from: '    chaincodes: [argosy]\n',
    to: `    consenters: [ImportBankOrdererMSP, ExportBankOrdererMSP, CarrierOrdererMSP, CarrierOrdererMSP]\n    chaincodes: [argosy]\n`,
    says: 'CarrierOrdererMSP is named twice as a consenter of trade',
  },
  {
    title: 'BFT with three consenters',
    from: '    chaincodes: [argosy]\n',
    to: `    consenters: [ImportBankOrdererMSP, ExportBankOrdererMSP, CarrierOrdererMSP]\n    chaincodes: [argosy]\n`,
    says: 'trade is ordered by BFT with 3 of at least 4 consenters',
  },
  {
    title: 'no consenters',
    from: '    chaincodes: [argosy]\n',
    to: `    consenters: []\n    chaincodes: [argosy]\n`,
    says: 'consenters cannot be used',
  },
  {
    title: 'a way of ordering that is not known',
    from: '    chaincodes: [argosy]\n',
    to: `    consensus: solo\n    chaincodes: [argosy]\n`,
    says: 'consensus cannot be used',
  },
  {
    title: 'an orderer that orders nothing',
    from: 'CarrierOrdererMSP, ExporterOrdererMSP]',
    to: 'CarrierOrdererMSP, CustomsOrdererMSP]',
    line: lineOf(right, right.indexOf('- { msp: ExporterOrdererMSP')),
    says: 'ExporterOrdererMSP orders no channel',
  },
];
