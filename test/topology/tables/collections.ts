import { lineOf, right } from '../wrong.js';
import type { Wrong } from '../wrong.js';

const facilityMembers = 'members: [ImporterMSP, ImportBankMSP]';
const bankMembers = 'members: [ImportBankMSP, ExportBankMSP]';
const bankTerms = `${bankMembers}\n          endorsement: { outOf: 1 }\n`;
const withEndorsement = (policy: string): string =>
  `${bankMembers}\n          endorsement: ${policy}\n`;
const withField = (field: string): string => `${bankTerms}          ${field}\n`;

const nobody = 'no member of the collection bankTerms has a peer on trade';

export const collections: readonly Wrong[] = [
  {
    title: 'a member of a collection that nobody knows',
    from: bankMembers,
    to: 'members: [ImportBankMSP, SomebodyMSP]',
    says: 'SomebodyMSP cannot be a member of the collection bankTerms. trade has no such member',
  },
  {
    title: 'a member of a collection that is not on the channel',
    from: bankMembers,
    to: 'members: [ImportBankMSP, CustomsMSP]',
    says: 'CustomsMSP cannot be a member of the collection bankTerms. trade has no such member',
  },
  {
    title: 'a member of a collection named twice',
    from: bankMembers,
    to: 'members: [ImportBankMSP, ImportBankMSP]',
    says: 'ImportBankMSP is named twice as a member of the collection bankTerms',
  },
  {
    title: 'a member of a collection without its sponsor',
    from: facilityMembers,
    to: 'members: [ImporterMSP, ExportBankMSP]',
    says: 'ImporterMSP is a member of the collection facilityTerms and ImportBankMSP, its sponsor on trade, is not',
  },
  {
    title: 'a member of a collection with its sponsor of another channel',
    from: 'members: [ImporterMSP, CustomsMSP]',
    to: 'members: [ExporterMSP, ImporterMSP, CarrierMSP]',
    says: 'ExporterMSP is a member of the collection declaredValues and CustomsMSP, its sponsor on border, is not',
  },
  {
    title: 'a collection that no peer keeps',
    from: bankMembers,
    to: 'members: [ImporterMSP, ExporterMSP]',
    says: nobody,
  },
  {
    title: 'a collection without members',
    from: bankMembers,
    to: 'members: []',
    says: 'members cannot be used',
  },
  {
    title: 'a collection whose members are not said',
    from: `          ${bankMembers}\n`,
    to: '',
    line: lineOf(right, right.indexOf('- name: bankTerms')),
    says: 'members is missing',
  },
  {
    title: 'a collection without an endorsement policy of its own',
    from: bankTerms,
    to: `${bankMembers}\n`,
    line: lineOf(right, right.indexOf('- name: bankTerms')),
    says: 'endorsement is missing',
  },
  {
    title: 'an endorser of a collection that has no peer',
    from: `${facilityMembers}\n          endorsement: { outOf: 1 }`,
    to: `${facilityMembers}\n          endorsement: { outOf: 1, of: [ImporterMSP] }`,
    at: 'endorsement: { outOf: 1, of: [ImporterMSP] }',
    says: 'the endorsement policy of the collection facilityTerms names ImporterMSP, which has no peer on trade',
  },
  {
    title: 'an endorser of a collection that is no member of it',
    from: bankTerms,
    to: withEndorsement('{ outOf: 1, of: [CarrierMSP] }'),
    at: 'of: [CarrierMSP]',
    says: 'the endorsement policy of the collection bankTerms names CarrierMSP, which is no member of it',
  },
  {
    title: 'an endorser of a collection that nobody knows',
    from: bankTerms,
    to: withEndorsement('{ outOf: 1, of: [SomebodyMSP] }'),
    at: 'of: [SomebodyMSP]',
    says: 'the endorsement policy of the collection bankTerms names SomebodyMSP, which is no member of it',
  },
  {
    title: 'an endorser of a collection named twice',
    from: bankTerms,
    to: withEndorsement('{ outOf: 1, of: [ImportBankMSP, ImportBankMSP] }'),
    at: 'of: [ImportBankMSP, ImportBankMSP]',
    says: 'the endorsement policy of the collection bankTerms names ImportBankMSP twice',
  },
  {
    title: 'the auditor as endorser of a collection',
    from: bankTerms,
    to: 'members: [ImportBankMSP, AuditorMSP]\n          endorsement: { outOf: 1, of: [AuditorMSP] }\n',
    at: 'of: [AuditorMSP]',
    says: 'the endorsement policy of the collection bankTerms names AuditorMSP, whose people audit',
  },
  {
    title: 'a collection that only the auditor could endorse',
    from: bankMembers,
    to: 'members: [AuditorMSP]',
    at: 'endorsement: { outOf: 1 }',
    says: 'the endorsement policy of the collection bankTerms asks for 1 of 0 organisations',
  },
  {
    title: 'an endorsement of a collection that could never be met',
    from: bankTerms,
    to: withEndorsement('{ outOf: 3 }'),
    at: 'outOf: 3',
    says: 'the endorsement policy of the collection bankTerms asks for 3 of 2 organisations',
  },
  {
    title: 'an endorsement of a collection that could never be met by whom it names',
    from: bankTerms,
    to: withEndorsement('{ outOf: 2, of: [ImportBankMSP] }'),
    at: 'of: [ImportBankMSP]',
    says: 'the endorsement policy of the collection bankTerms asks for 2 of 1 organisations',
  },
  {
    title: 'an endorsement of a collection that asks for nobody',
    from: bankTerms,
    to: withEndorsement('{ outOf: 0 }'),
    at: 'outOf: 0',
    says: 'outOf cannot be used',
  },
  {
    title: 'more copies of a collection than there are other peers',
    from: bankTerms,
    to: withField('requiredPeerCount: 2'),
    at: 'requiredPeerCount: 2',
    says: 'the collection bankTerms wants its data at 2 other peers before a peer endorses. Its members have 2',
  },
  {
    title: 'data that is forgotten before it is there',
    from: bankTerms,
    to: withField('blockToLive: -1'),
    at: 'blockToLive: -1',
    says: 'blockToLive cannot be used',
  },
  {
    title: 'a collection that others than its members may read',
    from: bankTerms,
    to: withField('memberOnlyRead: false'),
    at: 'memberOnlyRead: false',
    says: 'there is no field memberOnlyRead',
  },
  ...['_implicit_org_ImportBankMSP', '_terms', 'bank terms', 'bank.terms', '""'].map((name) => ({
    title: `a collection named ${name}`,
    from: '- name: bankTerms',
    to: `- name: ${name}`,
    says: 'name cannot be used',
  })),
  {
    title: 'two collections with one name',
    from: '- name: bankTerms',
    to: '- name: facilityTerms',
    says: 'two collections of argosy on trade are named facilityTerms',
  },
  {
    title: 'collections of a chaincode that the channel does not run',
    from: 'collections:\n      argosy:\n',
    to: 'collections:\n      other:\n',
    at: '      other:',
    says: 'trade has collections of the chaincode other, which it does not run',
  },
  {
    title: 'a chaincode with an empty list of collections',
    from: 'collections:\n      argosy:\n',
    to: 'collections:\n      other: []\n      argosy:\n',
    at: '      other:',
    says: 'other cannot be used',
  },
  {
    title: 'collections that belong to no chaincode',
    from: 'collections:\n      argosy:\n        # What the importer and its bank settle between them: margin, facility, who bears which charges.\n        - name',
    to: 'collections:\n        - name',
    says: 'collections cannot be used. Expected record, received array',
  },
  {
    title: 'a profile that leaves out one collection, and leaves the next too few to endorse it',
    from: bankTerms,
    to: `members: [CarrierMSP]
          endorsement: { outOf: 1 }
        - name: carriageTerms
          members: [CarrierMSP, ImportBankMSP]
          endorsement: { outOf: 2 }
`,
    at: 'endorsement: { outOf: 2 }',
    says: 'the endorsement policy of the collection carriageTerms asks for 2 of 1 organisations',
  },
];
