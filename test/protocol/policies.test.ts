import { describe, expect, test } from '@jest/globals';
import { group } from '@argosy/protocol/config-group';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { removeElement, setGroup, setPolicy } from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import {
  CombinedPrincipal,
  ImplicitMetaPolicy,
  MSPIdentityAnonymity,
  MSPRole,
  OrganizationUnit,
  SignaturePolicyEnvelope,
  principalClass,
} from '@argosy/protocol/messages/policies';
import {
  exactly,
  implicitMeta,
  outOf,
  roleOf,
  signaturePolicy,
} from '@argosy/protocol/policy-build';
import type { PolicyValue } from '@argosy/protocol/policy-build';
import { describePrincipal, describeSignaturePolicy } from '@argosy/protocol/policy-text';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { TestChannel } from '../support/channel.js';
import { bundleOf } from '../support/updates.js';

const channel = new TestChannel();
const { tree } = ChannelBundle.fromBlock(channel.genesisBlock);
const APPLICATION = '/Channel/Application';
const message = Buffer.from('a message');

const by = (...signers: readonly Signer[]) =>
  signers.map(({ creator, sign }) => ({ identity: creator, message, signature: sign(message) }));
const peers = channel.members.map(({ peer }) => peer);
const at = (index: number): Signer => {
  const peer = peers[index];
  if (peer === undefined) throw new Error(`no peer ${index}`);
  return peer;
};

const meets = (bundle: ChannelBundle, name: string, ...signers: readonly Signer[]): boolean =>
  bundle.policies.evaluate(name, by(...signers)).satisfied;
const withPolicy = (value: PolicyValue, from: TreeGroup = tree): ChannelBundle =>
  bundleOf(setPolicy(from, APPLICATION, 'P', value));
const P = `${APPLICATION}/P`;

describe('a policy over the policies of the groups below', () => {
  const rule = (number: number, subPolicy = 'Endorsement'): PolicyValue => ({
    type: 3,
    value: encode(ImplicitMetaPolicy, { subPolicy, rule: number }),
  });
  const [any, every, majority, unheardOf] = [0, 1, 2, 7];

  test.each([
    [any, 0, false],
    [any, 1, true],
    [majority, 1, false],
    [majority, 2, true],
    [every, 2, false],
    [every, 3, true],
    // A rule that does not exist asks for none, and so for nobody.
    [unheardOf, 0, true],
    [unheardOf, 1, false],
  ])('rule %d, %d of 3 members: %s', (number, count, satisfied) => {
    expect(meets(withPolicy(rule(number)), P, ...peers.slice(0, count))).toBe(satisfied);
  });

  test('counts a group without such a policy as one that is never met', () => {
    const lacking = removeElement(tree, `${APPLICATION}/O3`, 'policies', 'Endorsement');
    expect(meets(withPolicy(rule(majority), lacking), P, at(0))).toBe(false);
    expect(meets(withPolicy(rule(majority), lacking), P, at(0), at(1))).toBe(true);
    expect(meets(withPolicy(rule(every), lacking), P, ...peers)).toBe(false);
  });

  test.each([any, every, majority, unheardOf])(
    'rule %d over no groups is met by nothing',
    (number) => {
      const alone = setPolicy(tree, `${APPLICATION}/O1`, 'P', rule(number));
      expect(meets(bundleOf(alone), `${APPLICATION}/O1/P`)).toBe(true);
      expect(meets(bundleOf(alone), `${APPLICATION}/O1/P`, at(0))).toBe(true);
    },
  );

  test('judges each group by all signatures: one may count for several', () => {
    const shared = ['O2', 'O3'].reduce(
      (from, name) =>
        setPolicy(
          from,
          `${APPLICATION}/${name}`,
          'Endorsement',
          signaturePolicy(1, [roleOf('O1MSP', 'member')]),
        ),
      tree,
    );
    expect(meets(withPolicy(rule(every), shared), P, at(0))).toBe(true);
    expect(meets(withPolicy(rule(every), shared), P, at(1))).toBe(false);
  });

  test('may reach further down by a relative name, and by an absolute one only into its own group', () => {
    const nested = (subPolicy: string): ChannelBundle =>
      bundleOf(setPolicy(tree, '/Channel', 'P', rule(any, subPolicy)));
    expect(meets(nested('O2/Endorsement'), '/Channel/P', at(1))).toBe(true);
    expect(meets(nested('O2/Endorsement'), '/Channel/P', at(0))).toBe(false);
    expect(meets(nested('/Channel/Application/O2/Endorsement'), '/Channel/P', at(1))).toBe(true);
    expect(meets(nested('/Channel/Readers'), '/Channel/P', at(1))).toBe(false);
    expect(meets(nested(''), '/Channel/P', ...peers)).toBe(false);
    const beside = withPolicy(rule(any, `${APPLICATION}/O2/Endorsement`));
    expect(meets(beside, P, at(1))).toBe(true);
    expect(meets(beside, P, at(0))).toBe(false);
  });

  test('over policies of the same kind goes all the way down', () => {
    const consortium = group({
      groups: { c: group({ values: {}, policies: { Readers: implicitMeta('any', 'X') } }) },
      values: {},
      policies: {},
    });
    const odd = setGroup(tree, '/Channel', 'Consortiums', consortium);
    expect(meets(bundleOf(odd), '/Channel/Consortiums/c/Readers')).toBe(true);
    expect(meets(bundleOf(odd), '/Channel/Readers', at(0))).toBe(true);
  });
});

describe('the name of a policy', () => {
  const bundle = withPolicy(implicitMeta('any', 'Endorsement'));

  test.each([
    [P, true],
    ['Application/P', true],
    ['Readers', true],
    // The character after the root's name is not looked at.
    ['/ChannelXReaders', true],
    ['/Channel/Application/Q', false],
    ['/Other/Application/P', false],
    ['/Channel', false],
    ['/Channel/', false],
    ['/', false],
    ['', false],
    ['P', false],
  ])('%j', (name, exists) => {
    expect(bundle.policies.has(name)).toBe(exists);
    const result = bundle.policies.evaluate(name, by(...peers));
    if (exists) expect(result.satisfied).toBe(true);
    else expect(result).toEqual({ satisfied: false, reason: `policy ${name} does not exist` });
  });
});

describe('a signature policy from outside the configuration', () => {
  const { policies } = ChannelBundle.fromBlock(channel.genesisBlock);
  const judge = (bytes: Uint8Array, ...signers: readonly Signer[]) =>
    policies.evaluateSignaturePolicy(decode(SignaturePolicyEnvelope, bytes), by(...signers));
  const both = [roleOf('O1MSP', 'peer'), roleOf('O2MSP', 'peer')];

  test('is judged, whatever its version', () => {
    expect(judge(outOf(2, both), at(0), at(1))).toEqual({ satisfied: true });
    expect(judge(outOf(2, both), at(0), at(0))).toMatchObject({ satisfied: false });
    const other = encode(SignaturePolicyEnvelope, {
      ...decode(SignaturePolicyEnvelope, outOf(1, both)),
      version: 5,
    });
    expect(judge(other, at(0))).toEqual({ satisfied: true });
  });

  test.each([
    ['without a rule', {}, /no rule/],
    ['with a rule without type', { rule: {} }, /no type/],
    [
      'of a principal that is missing',
      { rule: { signedBy: 2 }, identities: both },
      /no principal 2/,
    ],
    [
      'of one that would not even be asked for',
      { rule: { nOutOf: { n: 0, rules: [{ signedBy: 9 }] } } },
      /no principal 9/,
    ],
  ])('%s is met by nothing', (_, policy, expected) => {
    const result = judge(encode(SignaturePolicyEnvelope, policy), ...peers);
    expect(result).toEqual({ satisfied: false, reason: expect.stringMatching(expected) });
  });
});

describe('a policy in words', () => {
  const { policies } = ChannelBundle.fromBlock(channel.genesisBlock);

  test.each([
    [`${APPLICATION}/Endorsement`, 'majority of /Channel/Application/*/Endorsement'],
    ['/Channel/Readers', 'any of /Channel/*/Readers'],
    [`${APPLICATION}/O1/Endorsement`, '1 of (O1MSP.member)'],
    ['/Channel/Nothing', 'policy /Channel/Nothing, which does not exist'],
  ])('%s', (name, text) => {
    expect(policies.describe(name)).toBe(text);
  });

  test('that asks for one certificate names its holder', () => {
    const bft = new TestChannel({ consensus: 'BFT' });
    const text = ChannelBundle.fromBlock(bft.genesisBlock).policies.describe(
      '/Channel/Orderer/BlockValidation',
    );
    expect(text.replaceAll(/[0-9a-f]{8}/g, '…')).toBe(
      `3 of (${[1, 2, 3, 4].map((n) => `OrdMSP certificate orderer${n} (…)`).join(', ')})`,
    );
  });

  test('of signatures', () => {
    const banks = [roleOf('ImportBankMSP', 'peer'), roleOf('ExportBankMSP', 'peer')];
    expect(describeSignaturePolicy(decode(SignaturePolicyEnvelope, outOf(2, banks)))).toBe(
      '2 of (ImportBankMSP.peer, ExportBankMSP.peer)',
    );
    const nested = encode(SignaturePolicyEnvelope, {
      rule: {
        nOutOf: { n: 1, rules: [{ signedBy: 1 }, { nOutOf: { n: 1, rules: [{ signedBy: 7 }] } }] },
      },
      identities: banks,
    });
    expect(describeSignaturePolicy(decode(SignaturePolicyEnvelope, nested))).toBe(
      '1 of (ExportBankMSP.peer, 1 of (a principal that is missing))',
    );
    expect(describeSignaturePolicy(decode(SignaturePolicyEnvelope, Buffer.of()))).toBe(
      'a policy without a rule',
    );
  });

  test.each([
    [roleOf('A', 'admin'), 'A.admin'],
    [
      {
        principalClassification: principalClass.role,
        principal: encode(MSPRole, { mspIdentifier: 'A', role: 9 }),
      },
      'A.role 9',
    ],
    [
      {
        principalClassification: principalClass.organizationUnit,
        principal: encode(OrganizationUnit, {
          mspIdentifier: 'A',
          organizationalUnitIdentifier: 'desk',
        }),
      },
      'A unit "desk"',
    ],
    [exactly('A', Buffer.from('certificate')), 'A certificate 03d66dd0'],
    [
      {
        principalClassification: principalClass.anonymity,
        principal: encode(MSPIdentityAnonymity, {}),
      },
      'anyone named',
    ],
    [
      {
        principalClassification: principalClass.anonymity,
        principal: encode(MSPIdentityAnonymity, { anonymityType: 1 }),
      },
      'nobody',
    ],
    [
      {
        principalClassification: principalClass.combined,
        principal: encode(CombinedPrincipal, {
          principals: [roleOf('A', 'peer'), roleOf('A', 'admin')],
        }),
      },
      'A.peer and A.admin',
    ],
    [{ principalClassification: 9, principal: Buffer.of() }, 'a principal of class 9'],
    [
      { principalClassification: 0, principal: Buffer.from('0a7f', 'hex') },
      'a principal that cannot be read',
    ],
  ])('of a principal (%#)', (principal, text) => {
    const { principalClassification = 0, principal: bytes = Buffer.of() } = principal;
    expect(describePrincipal({ principalClassification, principal: bytes })).toBe(text);
  });
});
