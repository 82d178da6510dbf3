import { describe, expect, test } from '@jest/globals';
import { group } from '@argosy/protocol/config-group';
import { changeGroup, setGroup } from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import {
  ACLs,
  BlockDataHashingStructure,
  ChannelRestrictions,
  Consortium,
  HashingAlgorithm,
  KafkaBrokers,
  Orderers,
} from '@argosy/protocol/messages/configuration';
import { ImplicitMetaPolicy, Policy } from '@argosy/protocol/messages/policies';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { encode } from '@argosy/protocol/wire';
import { memberGroup, ordererGroup } from '../../support/channel.js';
import { TestOrganisation } from '../../support/organisation.js';
import { bundleOf } from '../../support/updates.js';
import {
  base,
  CHANNEL,
  ORDERER,
  APPLICATION,
  O1,
  ORD,
  value,
  without,
  policy,
  put,
  all,
  capabilities,
  channelAt,
  addresses,
  batch,
  timeout,
  signed,
  empty,
  notAMessage,
  o1,
} from '../../support/changes.js';
import type { Change } from '../../support/changes.js';

describe('a configuration', () => {
  test.each<[string, Change, RegExp | undefined]>([
    ['as it is', (tree) => tree, undefined],

    ['with consortiums', put(CHANNEL, 'Consortiums', empty), undefined],
    [
      'with another group',
      put(CHANNEL, 'Sidings', empty),
      /\[Group\] {2}\/Channel\/Sidings: .* no other/,
    ],
    [
      'without the orderers',
      without(CHANNEL, 'groups', 'Orderer'),
      /\/Channel\/Orderer is missing/,
    ],
    [
      'without members’ group',
      without(CHANNEL, 'groups', 'Application'),
      /\/Channel\/Application is missing/,
    ],
    [
      'with a group in a member',
      put(O1, 'Branch', empty),
      /Application\/O1\/?.*: an organisation has no groups/,
    ],
    [
      'with a group in an orderer',
      put(ORD, 'Branch', empty),
      /Orderer\/Ord.*: an organisation has no groups/,
    ],

    [
      'with a legacy value of the channel',
      value(CHANNEL, 'Consortium', encode(Consortium, { name: 'c' })),
      undefined,
    ],
    ['with consenters at the channel', value(CHANNEL, 'Orderers', encode(Orderers, {})), undefined],
    [
      'with another value of the channel',
      value(CHANNEL, 'BatchSize', Buffer.of()),
      /\/Channel\/BatchSize: the group has/,
    ],
    [
      'with a value named like a method',
      value(CHANNEL, 'toString', Buffer.of()),
      /\/Channel\/toString: the group has/,
    ],
    [
      'with legacy brokers',
      value(ORDERER, 'KafkaBrokers', encode(KafkaBrokers, { brokers: ['b:1'] })),
      undefined,
    ],
    [
      'with restrictions',
      value(ORDERER, 'ChannelRestrictions', encode(ChannelRestrictions, { maxCount: 1n })),
      undefined,
    ],
    [
      'with another value of the orderers',
      value(ORDERER, 'ACLs', Buffer.of()),
      /Orderer\/ACLs: the group has/,
    ],
    [
      'with another value of the members’ group',
      value(APPLICATION, 'MSP', Buffer.of()),
      /Application\/MSP: the group has/,
    ],
    ['with anchor peers of a member', value(O1, 'AnchorPeers', Buffer.of()), undefined],
    [
      'with endpoints of a member',
      value(O1, 'Endpoints', Buffer.of()),
      /O1\/Endpoints: the group has/,
    ],
    [
      'with anchor peers of an orderer',
      value(ORD, 'AnchorPeers', Buffer.of()),
      /Ord\/AnchorPeers: the group has/,
    ],
    [
      'with a value that is no message',
      value(ORDERER, 'ConsensusType', notAMessage),
      /ConsensusType is not a orderer.ConsensusType/,
    ],
    ['without the way of ordering', without(ORDERER, 'values', 'ConsensusType'), undefined],

    [
      'hashed by SHA3',
      value(CHANNEL, 'HashingAlgorithm', encode(HashingAlgorithm, { name: 'SHA3_256' })),
      undefined,
    ],
    [
      'hashed by MD5',
      value(CHANNEL, 'HashingAlgorithm', encode(HashingAlgorithm, { name: 'MD5' })),
      /HashingAlgorithm: .* not "MD5"/,
    ],
    [
      'hashed by nothing',
      without(CHANNEL, 'values', 'HashingAlgorithm'),
      /HashingAlgorithm: .* not ""/,
    ],
    [
      'hashed in a narrower tree',
      value(
        CHANNEL,
        'BlockDataHashingStructure',
        encode(BlockDataHashingStructure, { width: 0xffff_fffe }),
      ),
      /the width is 4294967295, not 4294967294/,
    ],

    ['with the smallest batches', batch(1, 1, 1), undefined],
    ['with batches of no message', batch(0, 1, 1), /BatchSize: the number of messages/],
    ['with batches of no byte', batch(1, 0, 1), /BatchSize: the absolute maximum/],
    [
      'with batches that prefer no byte',
      batch(1, 1, 0),
      /BatchSize: the preferred maximum must not be 0/,
    ],
    ['with batches that prefer too much', batch(1, 1, 2), /BatchSize: .* must not exceed/],
    ['without a batch size', without(ORDERER, 'values', 'BatchSize'), /BatchSize/],
    ['with a short timeout', timeout('1ns'), undefined],
    ['with no timeout', timeout('0s'), /BatchTimeout: .* not "0s"/],
    ['with a timeout in the past', timeout('-2s'), /BatchTimeout/],
    ['with a timeout without unit', timeout('2'), /BatchTimeout/],
    ['without a timeout', without(ORDERER, 'values', 'BatchTimeout'), /BatchTimeout/],

    [
      'with shared addresses under V2_0',
      all(channelAt('V2_0'), value(CHANNEL, 'OrdererAddresses', addresses('o:1'))),
      undefined,
    ],
    [
      'with shared addresses under V3_0',
      value(CHANNEL, 'OrdererAddresses', addresses('o:1')),
      /OrdererAddresses: under capability V3_0/,
    ],
    [
      'with an empty list of them under V3_0',
      value(CHANNEL, 'OrdererAddresses', addresses()),
      undefined,
    ],
    [
      'without endpoints under V2_0',
      all(channelAt('V2_0'), without(ORD, 'values', 'Endpoints')),
      undefined,
    ],
    [
      'without endpoints under V3_0',
      without(ORD, 'values', 'Endpoints'),
      /Ord\/Endpoints: under capability V3_0/,
    ],
    [
      'with no endpoint under V3_0',
      value(ORD, 'Endpoints', addresses()),
      /Ord\/Endpoints: under capability V3_0/,
    ],
    [
      'with endpoints under V1_3',
      all(channelAt('V1_3'), value(CHANNEL, 'OrdererAddresses', addresses('o:1'))),
      /Ord\/Endpoints: .* from capability V1_4_2/,
    ],
    [
      'with shared addresses only under V1_3',
      all(
        channelAt('V1_3'),
        value(CHANNEL, 'OrdererAddresses', addresses('o:1')),
        without(ORD, 'values', 'Endpoints'),
      ),
      undefined,
    ],
    [
      'without any address under V1_3',
      all(channelAt('V1_3'), without(ORD, 'values', 'Endpoints')),
      /OrdererAddresses: below capability V1_4_2/,
    ],

    [
      'with a capability of the channel that nobody knows',
      channelAt('V9_0'),
      /\/Channel\/Capabilities: capability V9_0/,
    ],
    [
      'with one of the application',
      value(APPLICATION, 'Capabilities', capabilities('V2_5', 'V9_0')),
      /Application\/Capabilities: capability V9_0/,
    ],
    [
      'with one of the orderers, which only they must know',
      value(ORDERER, 'Capabilities', capabilities('V9_0')),
      undefined,
    ],
    [
      'with capabilities of the channel only',
      without(ORDERER, 'values', 'Capabilities'),
      /\/Channel\/Capabilities: .*orderer first/,
    ],
    [
      'with capabilities of the application only',
      all(without(ORDERER, 'values', 'Capabilities'), without(CHANNEL, 'values', 'Capabilities')),
      /Application\/Capabilities: .*orderer first/,
    ],
    ['with access rules', value(APPLICATION, 'ACLs', encode(ACLs, {})), undefined],
    [
      'with access rules too early',
      all(
        value(APPLICATION, 'ACLs', encode(ACLs, {})),
        value(APPLICATION, 'Capabilities', capabilities('V1_1')),
      ),
      /ACLs: .*V1_2/,
    ],

    ['with a member without MSP', without(O1, 'values', 'MSP'), /O1\/MSP/],
    [
      'with a member whose MSP has no id',
      value(
        O1,
        'MSP',
        o1.mspValue((msp) => ({ ...msp, name: '' })),
      ),
      /O1\/MSP: an MSP must have an id/,
    ],
    [
      'with a member of a kind that hides who signs',
      value(O1, 'MSP', Buffer.from('0801', 'hex')),
      /O1\/MSP: .*type 0/,
    ],
    ['with a member that also orders', put(ORDERER, o1.name, ordererGroup(o1)), undefined],
    [
      'with a member that orders under another definition',
      all(
        put(ORDERER, o1.name, ordererGroup(o1)),
        value(
          O1,
          'MSP',
          o1.mspValue((msp) => ({ ...msp, tlsRootCerts: msp.rootCerts })),
        ),
      ),
      /O1\/MSP: MSP O1MSP is defined differently/,
    ],

    ['with a policy of rules', policy('P', 1, outOf(1, [roleOf('O1MSP', 'member')])), undefined],
    [
      'with a policy over groups',
      policy('P', 3, encode(ImplicitMetaPolicy, { subPolicy: 'Readers' })),
      undefined,
    ],
    [
      'with a policy over policies that do not exist',
      policy('P', 3, encode(ImplicitMetaPolicy, { subPolicy: 'X' })),
      undefined,
    ],
    [
      'with a policy of no type',
      policy('P', 0, Buffer.of()),
      /\[Policy\] \/Channel\/Application\/P: the type of a policy/,
    ],
    [
      'with a policy of type MSP',
      policy('P', 2, Buffer.of()),
      /Application\/P: the type of a policy/,
    ],
    ['with a policy of rules that is none', policy('P', 1, notAMessage), /Application\/P/],
    ['with a policy over groups that is none', policy('P', 3, notAMessage), /Application\/P/],
    [
      'with a policy without a rule',
      policy('P', 1, Buffer.of()),
      /Application\/P: the policy has no rule/,
    ],
    [
      'with a policy of another version',
      policy('P', 1, signed({ version: 1, rule: { nOutOf: {} } })),
      /Application\/P: the version .* not 1/,
    ],
    [
      'with a policy of a principal that is missing',
      policy('P', 1, signed({ rule: { signedBy: 0 } })),
      /Application\/P: .* no principal 0/,
    ],
    [
      'with a policy of a negative principal',
      policy('P', 1, signed({ rule: { nOutOf: { rules: [{ signedBy: -1 }] } } })),
      /no principal -1/,
    ],
    [
      'with a policy of a rule without type',
      policy('P', 1, signed({ rule: { nOutOf: { rules: [{}] } } })),
      /a rule of the policy has no type/,
    ],
    [
      'with an empty policy',
      (tree) =>
        changeGroup(tree, APPLICATION, (found) => ({
          ...found,
          policies: new Map([
            ['P', { version: 0n, modPolicy: 'Admins', unknown: Buffer.of(), policy: undefined }],
          ]),
        })),
      /Application\/P: the policy is empty/,
    ],
    [
      'with a name of 249 letters',
      value('/Channel', 'x'.repeat(249), Buffer.of()),
      /the group has/,
    ],
    ['with a name of 250 letters', value('/Channel', 'x'.repeat(250), Buffer.of()), /at most 249/],
    ['with an empty name', value('/Channel', '', Buffer.of()), /must not be empty/],
    ['with a name of dots', value('/Channel', '..', Buffer.of()), /must not be "\." or "\.\."/],
    [
      'with a name of other letters',
      value('/Channel', 'Größe', Buffer.of()),
      /only letters, digits/,
    ],
  ])('%s', (_, change, expected) => {
    if (expected === undefined) expect(() => bundleOf(change(base))).not.toThrow();
    else {
      expect(() => bundleOf(change(base))).toThrow(expected);
      expect(() => bundleOf(change(base))).toThrow(
        expect.objectContaining({ name: 'ConfigRefused' }),
      );
    }
  });

  test.each([
    ['trade', true],
    ['trade.1-a', true],
    [`t${'r'.repeat(248)}`, true],
    [`t${'r'.repeat(249)}`, false],
    ['Trade', false],
    ['1trade', false],
    ['', false],
    ['trade\n', false],
  ])('of channel %j', (channelId, allowed) => {
    const make = (): unknown => bundleOf(base, channelId);
    if (allowed) expect(make).not.toThrow();
    else expect(make).toThrow(/is no channel name/);
  });

  test('in consortiums is read as far as it matters', () => {
    const consortium = group({
      groups: { [o1.name]: group({ values: { MSP: o1.mspValue() }, policies: {} }) },
      values: { ChannelCreationPolicy: encode(Policy, { type: 1 }) },
      policies: {},
    });
    const put1 = (added: typeof consortium): TreeGroup =>
      setGroup(
        base,
        CHANNEL,
        'Consortiums',
        group({ groups: { c: added }, values: {}, policies: {} }),
      );
    expect(() => bundleOf(put1(consortium))).not.toThrow();
    const odd = group({ values: { Other: Buffer.of() }, policies: {} });
    expect(() => bundleOf(put1(odd))).toThrow(/Consortiums\/c\/Other: the group has/);
    const stranger = new TestOrganisation('Stranger');
    const foreign = group({ groups: { S: memberGroup(stranger) }, values: {}, policies: {} });
    expect(bundleOf(put1(foreign)).msps.mspIds).toContain('StrangerMSP');
  });
});

test('what a configuration settles is at hand', () => {
  const rules = encode(ACLs, {
    acls: [
      { key: 'peer/Propose', value: { policyRef: 'Writers' } },
      { key: 'event/Block', value: { policyRef: '/Channel/Readers' } },
      { key: 'lscc/X', value: { policyRef: '' } },
    ],
  });
  const bundle = bundleOf(
    all(
      value(APPLICATION, 'ACLs', rules),
      timeout('1.5s'),
      batch(7, 20, 10),
      value(O1, 'AnchorPeers', Buffer.of()),
    )(base),
  );
  expect(bundle).toMatchObject({
    channelId: 'trade',
    sequence: 0n,
    consensusType: 'etcdraft',
    channelCapabilities: ['V3_0'],
    ordererCapabilities: ['V2_0'],
    applicationCapabilities: ['V2_5'],
    batchSize: { maxMessageCount: 7, absoluteMaxBytes: 20, preferredMaxBytes: 10 },
    batchTimeoutMs: 1500,
    ordererEndpoints: [{ address: 'localhost:17001', mspId: 'OrdMSP' }],
    ordererOrganisations: [{ group: 'Ord', mspId: 'OrdMSP' }],
  });
  expect([...bundle.acls]).toEqual([
    ['peer/Propose', '/Channel/Application/Writers'],
    ['event/Block', '/Channel/Readers'],
  ]);
  expect(bundle.organisationGroup('O2MSP')).toBe('O2');
  expect(bundle.organisationGroup('OrdMSP')).toBeUndefined();
  expect(bundle.policies.has('/Channel/Application/Endorsement')).toBe(true);
  expect(bundle.policies.describe('/Channel/Application/Endorsement')).toBe(
    'majority of /Channel/Application/*/Endorsement',
  );
});
