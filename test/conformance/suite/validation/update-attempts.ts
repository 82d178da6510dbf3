import { group, mspValue } from '@argosy/protocol/config-group';
import {
  changeGroup,
  removeElement,
  setGroup,
  setPolicy,
  setValue,
} from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import {
  ACLs,
  AnchorPeers,
  BatchSize,
  BatchTimeout,
  Capabilities,
  ConsensusType,
  OrdererAddresses,
} from '@argosy/protocol/messages/configuration';
import { implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import { encode } from '@argosy/protocol/wire';
import { TestOrganisation } from '../../../support/organisation.js';
import { ALPHA } from '../support/network.js';
import { specOf } from './guests.js';

const guest = new TestOrganisation('Guest');
const rubbish = Buffer.from('rubbish');
export const [TAKEN, REFUSED] = [200, 400];

type Change = (tree: TreeGroup) => TreeGroup;
export type Signers = 'everybody' | 'members' | 'the orderer' | 'its own' | 'another' | 'a client';
/** What is tried, what an orderer answers, the change, and who signs it. */
export type Attempt = readonly [what: string, status: number, change: Change, by?: Signers];

const [application, ordering] = ['/Channel/Application', '/Channel/Orderer'];
const member = `${application}/${ALPHA}`;

const anchors = (port: number): Change => {
  const value = encode(AnchorPeers, { anchorPeers: [{ host: 'localhost', port }] });
  return (tree) => setValue(tree, member, 'AnchorPeers', value);
};
const acl = (policyRef: string): Change => {
  const acls = [{ key: 'qscc/GetChainInfo', value: { policyRef } }];
  return (tree) => setValue(tree, application, 'ACLs', encode(ACLs, { acls }));
};
const timeout =
  (text: string): Change =>
  (tree) =>
    setValue(tree, ordering, 'BatchTimeout', encode(BatchTimeout, { timeout: text }));
const sizes =
  (maxMessageCount: number, absoluteMaxBytes: number, preferredMaxBytes: number): Change =>
  (tree) => {
    const value = encode(BatchSize, { maxMessageCount, absoluteMaxBytes, preferredMaxBytes });
    return setValue(tree, ordering, 'BatchSize', value);
  };
const consensus =
  (type: string, metadata?: Uint8Array): Change =>
  (tree) =>
    setValue(tree, ordering, 'ConsensusType', encode(ConsensusType, { type, metadata }));
const capability =
  (path: string, key: string): Change =>
  (tree) => {
    const capabilities = [{ key, value: {} }];
    return setValue(tree, path, 'Capabilities', encode(Capabilities, { capabilities }));
  };
const addresses =
  (path: string, name: string, list: readonly string[]): Change =>
  (tree) =>
    setValue(tree, path, name, encode(OrdererAddresses, { addresses: list }));

const anyOf = (role: 'member' | 'admin') => signaturePolicy(1, [roleOf(guest.mspId, role)]);
const usual = { Readers: anyOf('member'), Writers: anyOf('member'), Admins: anyOf('admin') };
const organisation =
  (name: string, { msp = true, policies = usual }: { msp?: boolean; policies?: object } = {}) =>
  (tree: TreeGroup): TreeGroup => {
    const values: Record<string, Uint8Array> = msp ? { MSP: mspValue(specOf(guest)) } : {};
    return setGroup(tree, application, name, group({ values, policies: { ...policies } }));
  };
const policy =
  (value: Parameters<typeof setPolicy>[3]): Change =>
  (tree) =>
    setPolicy(tree, application, 'Own', value);
const guardedBy =
  (modPolicy: string): Change =>
  (tree) =>
    changeGroup(tree, application, (it) => {
      const own = it.policies.get('Own') ?? it.policies.get('Readers');
      if (own === undefined) throw new Error('there is no policy to guard');
      return { ...it, policies: new Map([...it.policies, ['Own', { ...own, modPolicy }]]) };
    });
const value =
  (path: string, name: string, bytes: Uint8Array): Change =>
  (tree) =>
    setValue(tree, path, name, bytes);
const without =
  (path: string, kind: 'groups' | 'values' | 'policies', name: string): Change =>
  (tree) =>
    removeElement(tree, path, kind, name);

/** One after the other: some build on those before. The first orderer's organisation is named. */
export const attemptsWith = (ordererMsp: string): readonly Attempt[] => [
  ['a value of all, signed by one member', REFUSED, acl('/Channel/Application/Readers'), 'its own'],
  ['an access rule that names a policy that is not there', TAKEN, acl(`${application}/Nothing`)],
  ['an access rule without a policy', TAKEN, acl('')],
  ['a member’s value, signed by its administrator', TAKEN, anchors(1), 'its own'],
  ['a member’s value, signed by another’s', REFUSED, anchors(2), 'another'],
  ['a member’s value, signed by its client', REFUSED, anchors(3), 'a client'],
  ['a value that nobody knows', REFUSED, value(application, 'Novelty', rubbish)],
  ['a value of a member that nobody knows', REFUSED, value(member, 'Novelty', rubbish), 'its own'],
  ['a value that cannot be read', REFUSED, value(member, 'AnchorPeers', rubbish), 'its own'],
  ['blocks of no messages', REFUSED, sizes(0, 100, 10)],
  ['blocks that are to be larger than they may be', REFUSED, sizes(1, 100, 1000)],
  ['no time for a block', REFUSED, timeout('0s')],
  ['a time that is none', REFUSED, timeout('soon')],
  ['a time in several units', TAKEN, timeout('0h0m0.15s')],
  ['a value of the orderers, signed by members', REFUSED, timeout('100ms'), 'members'],
  ['a value of the orderers, signed by theirs', TAKEN, timeout('100ms'), 'the orderer'],
  ['a member without an MSP', REFUSED, organisation(guest.mspId, { msp: false })],
  ['a member without policies', TAKEN, organisation(guest.mspId, { policies: {} })],
  ['a member less', TAKEN, without(application, 'groups', guest.mspId)],
  ['a member more', TAKEN, organisation(guest.mspId)],
  ['a member with an MSP that another has', TAKEN, organisation('Twin')],
  ['a name with a blank', REFUSED, organisation('Odd Name')],
  ['a name with a slash', REFUSED, organisation('a/b')],
  ['a policy that cannot be read', REFUSED, policy({ type: 1, value: rubbish })],
  ['a policy of a type that nobody knows', REFUSED, policy({ type: 2 })],
  ['a policy of no type', REFUSED, policy({ type: 0 })],
  ['a policy of no signatures', REFUSED, policy({ type: 1 })],
  ['a policy over policies that are not there', TAKEN, policy(implicitMeta('any', 'Nothing'))],
  ['an element that nobody may change', REFUSED, guardedBy('')],
  ['an element that a policy guards that is not there', TAKEN, guardedBy('Nobody')],
  ['a change of that element', REFUSED, policy(implicitMeta('all', 'Nothing'))],
  ['application capabilities of an old time', REFUSED, capability(application, 'V1_1')],
  ['application capabilities of an earlier time', TAKEN, capability(application, 'V2_0')],
  ['channel capabilities of an earlier time', TAKEN, capability('/Channel', 'V2_0')],
  ['channel capabilities of our time', TAKEN, capability('/Channel', 'V3_0')],
  ['channel capabilities that nobody knows', REFUSED, capability('/Channel', 'V9_9')],
  ['orderers’ addresses for all', REFUSED, addresses('/Channel', 'OrdererAddresses', ['a:1'])],
  [
    'an organisation’s orderers without addresses',
    REFUSED,
    addresses(`${ordering}/${ordererMsp}`, 'Endpoints', []),
  ],
  ['another consensus', REFUSED, consensus('other')],
  ['consenters that cannot be read', REFUSED, consensus('etcdraft', rubbish)],
  ['no application', REFUSED, without('/Channel', 'groups', 'Application')],
  ['a member’s MSP less', REFUSED, without(member, 'values', 'MSP')],
  ['a member’s policy Admins less', TAKEN, without(member, 'policies', 'Admins'), 'its own'],
  ['no hashing', REFUSED, without('/Channel', 'values', 'HashingAlgorithm')],
  ['an MSP that cannot be read', REFUSED, value(member, 'MSP', rubbish), 'its own'],
];
