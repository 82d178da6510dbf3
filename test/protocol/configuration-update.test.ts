import { describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { overlay } from '@argosy/protocol/configuration/apply';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import {
  changeGroup,
  removeElement,
  setGroup,
  setPolicy,
  setValue,
} from '@argosy/protocol/configuration/edit';
import { flatten } from '@argosy/protocol/configuration/elements';
import { difference } from '@argosy/protocol/configuration/equal';
import { proposeUpdate, wrapUpdate } from '@argosy/protocol/configuration/propose';
import { writeTree } from '@argosy/protocol/configuration/tree';
import type { TreeGroup, TreeValue } from '@argosy/protocol/configuration/tree';
import { Envelope, Payload } from '@argosy/protocol/messages/common';
import {
  BatchSize,
  BatchTimeout,
  Capabilities,
  ConfigEnvelope,
  ConfigGroup,
  ConfigUpdateEnvelope,
} from '@argosy/protocol/messages/configuration';
import { implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { decode, encode } from '@argosy/protocol/wire';
import { TestChannel, memberGroup } from '../support/channel.js';
import { TestOrganisation } from '../support/organisation.js';
import {
  AMBIENT,
  bareGroup,
  bundleOf,
  changed,
  readAgain,
  signedUpdate,
  updateOf,
} from '../support/updates.js';

const ORDERER = '/Channel/Orderer';
const APPLICATION = '/Channel/Application';
const O1 = `${APPLICATION}/O1`;

const channel = new TestChannel();
const bundle = ChannelBundle.fromBlock(channel.genesisBlock);
const { tree } = bundle;
const [a1, a2, a3] = channel.members.map(({ admin }) => admin) as [Signer, Signer, Signer];
const ordererAdmin = channel.orderers.admin;
const everybody = [a1, a2, a3, ordererAdmin];
const sender = a1;

const batchTimeout = (text: string): Buffer => encode(BatchTimeout, { timeout: text });
const slower = (from: TreeGroup, text = '3s'): TreeGroup =>
  setValue(from, ORDERER, 'BatchTimeout', batchTimeout(text));
const newPolicy = (from: TreeGroup, path: string, name = 'New'): TreeGroup =>
  setPolicy(from, path, name, implicitMeta('any', 'Readers'));
/** What the update of these sets makes; all administrators sign unless said. */
const made = (
  sets: readonly [read: TreeGroup, write: TreeGroup],
  { from = bundle, signers = everybody }: { from?: ChannelBundle; signers?: Signer[] } = {},
): ChannelBundle =>
  from.next(from.applied(signedUpdate('trade', updateOf('trade', ...sets), signers, sender)));

/** Sets that say the versions down to `/Channel/Orderer` and differ in what is put there. */
function ordererSets(read: Partial<TreeGroup>, write: Partial<TreeGroup>): [TreeGroup, TreeGroup] {
  const under = (orderer: Partial<TreeGroup>): TreeGroup => ({
    ...bareGroup(0n),
    groups: new Map([['Orderer', { ...bareGroup(0n), ...orderer }]]),
  });
  return [under(read), under(write)];
}

const timeoutValue = (version: bigint, modPolicy = 'Admins'): ReadonlyMap<string, TreeValue> =>
  new Map([
    ['BatchTimeout', { version, modPolicy, unknown: Buffer.of(), value: batchTimeout('9s') }],
  ]);

describe('an update is judged by versions', () => {
  test.each<[string, ReturnType<typeof ordererSets>, RegExp | undefined]>([
    ['the next version of a value', ordererSets({}, { values: timeoutValue(1n) }), undefined],
    [
      'the same version',
      ordererSets({}, { values: timeoutValue(0n) }),
      /BatchTimeout is at version 0, so the update must set version 1, not 0/,
    ],
    [
      'a version too far',
      ordererSets({}, { values: timeoutValue(2n) }),
      /must set version 1, not 2/,
    ],
    [
      'the same version in both sets',
      ordererSets({ values: timeoutValue(0n) }, { values: timeoutValue(0n) }),
      /changes nothing/,
    ],
    [
      'reading the version in force',
      ordererSets({ values: timeoutValue(0n) }, { values: timeoutValue(1n) }),
      undefined,
    ],
    [
      'reading another version',
      ordererSets({ values: timeoutValue(1n) }, { values: timeoutValue(1n) }),
      /BatchTimeout is at version 0, and the update was computed from version 1/,
    ],
    [
      'reading what does not exist',
      ordererSets(
        { values: new Map([['Other', { ...bareGroup(0n), value: Buffer.of() }]]) },
        { values: timeoutValue(1n) },
      ),
      /\[Value\] {2}\/Channel\/Orderer\/Other does not exist/,
    ],
    [
      'a new element at version 1',
      ordererSets(
        {},
        {
          version: 1n,
          modPolicy: 'Admins',
          policies: new Map([
            [
              'New',
              { ...bareGroup(1n), modPolicy: 'Admins', policy: { type: 1, value: Buffer.of() } },
            ],
          ]),
        },
      ),
      /\/New does not exist, so the update must set version 0, not 1/,
    ],
  ])('%s', (_, sets, expected) => {
    if (expected !== undefined) expect(() => made(sets)).toThrow(expected);
    else expect(made(sets).batchTimeoutMs).toBe(9000);
  });

  test('a group above a changed value stays as it is', () => {
    const next = changed(bundle, slower(tree), everybody, sender);
    expect(next.tree.groups.get('Orderer')?.version).toBe(0n);
    expect(next.tree.groups.get('Orderer')?.values.get('BatchTimeout')?.version).toBe(1n);
  });
});

describe('an element sets a modification policy', () => {
  test.each([
    ['Admins', undefined],
    ['/Channel/Orderer/Admins', undefined],
    ['Other.one-2', undefined],
    ['', /sets no modification policy/],
    ['/', /must not be empty/],
    ['Admins/', /must not be empty/],
    ['//Admins', /must not be empty/],
    ['../Admins', /must not be "\." or "\.\."/],
    ['Every body', /only letters, digits/],
  ])('%j', (modPolicy, expected) => {
    const make = (): ChannelBundle =>
      made(ordererSets({}, { values: timeoutValue(1n, modPolicy) }));
    if (expected === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(expected);
  });
});

describe('the policy in force decides who may change an element', () => {
  const withModPolicy = (path: string, name: string, modPolicy: string): ChannelBundle =>
    bundleOf(
      changeGroup(tree, path, (group) => {
        const value = group.values.get(name);
        if (value === undefined) throw new Error(`no value ${name}`);
        return { ...group, values: new Map([...group.values, [name, { ...value, modPolicy }]]) };
      }),
    );
  /** With other anchor peers, to be changed by administrators from now on. */
  const renewed = (from: ChannelBundle): TreeGroup => {
    const removed = removeElement(from.tree, O1, 'values', 'AnchorPeers');
    return setValue(removed, O1, 'AnchorPeers', Buffer.from('0a00', 'hex'));
  };
  const withAnchors = (modPolicy: string): ChannelBundle => {
    const there = bundleOf(setValue(tree, O1, 'AnchorPeers', Buffer.of()));
    return bundleOf(
      changeGroup(there.tree, O1, (group) => ({
        ...group,
        values: new Map([
          ...group.values,
          ['AnchorPeers', { version: 0n, modPolicy, unknown: Buffer.of(), value: Buffer.of() }],
        ]),
      })),
    );
  };

  test.each<
    [string, ChannelBundle, (from: ChannelBundle) => TreeGroup, Signer[], RegExp | undefined]
  >([
    [
      'a majority of the members',
      bundle,
      ({ tree: it }) => newPolicy(it, APPLICATION),
      [a1, a2],
      undefined,
    ],
    [
      'a minority',
      bundle,
      ({ tree: it }) => newPolicy(it, APPLICATION),
      [a1],
      /\/Channel\/Application\/Admins \(majority of/,
    ],
    [
      'one of them twice',
      bundle,
      ({ tree: it }) => newPolicy(it, APPLICATION),
      [a1, a1],
      /do not meet/,
    ],
    [
      'those who are no administrators',
      bundle,
      ({ tree: it }) => newPolicy(it, APPLICATION),
      channel.members.map(({ peer }) => peer),
      /do not meet/,
    ],
    [
      'the orderers, of their own group',
      bundle,
      ({ tree: it }) => slower(it),
      [ordererAdmin],
      undefined,
    ],
    [
      'the members, of the orderers’ group',
      bundle,
      ({ tree: it }) => slower(it),
      [a1, a2, a3],
      /BatchTimeout may be changed under \/Channel\/Orderer\/Admins/,
    ],
    [
      'both sections, of the channel',
      bundle,
      ({ tree: it }) => newPolicy(it, '/Channel'),
      [a1, a2, ordererAdmin],
      undefined,
    ],
    [
      'one section, of the channel',
      bundle,
      ({ tree: it }) => newPolicy(it, '/Channel'),
      [a1, a2, a3],
      /\[Group\] {2}\/Channel may be changed/,
    ],
    ['a member, of its own group', bundle, ({ tree: it }) => newPolicy(it, O1), [a1], undefined],
    [
      'another member, of that group',
      bundle,
      ({ tree: it }) => newPolicy(it, O1),
      [a2, a3],
      /\[Group\] {2}\/Channel\/Application\/O1 may be changed under \/Channel\/Application\/O1\/Admins/,
    ],
    ['a member, of a value in its group', withAnchors('Admins'), renewed, [a1], undefined],
    [
      'another member, of that value',
      withAnchors('Admins'),
      renewed,
      [a2, a3],
      /AnchorPeers may be changed under \/Channel\/Application\/O1\/Admins/,
    ],
    [
      'whom an absolute name means',
      withAnchors('/Channel/Application/O2/Admins'),
      renewed,
      [a2],
      undefined,
    ],
    [
      'not whom it does not mean',
      withAnchors('/Channel/Application/O2/Admins'),
      renewed,
      [a1],
      /under \/Channel\/Application\/O2\/Admins/,
    ],
    [
      'nobody, where the policy is missing',
      withAnchors('Nobody'),
      renewed,
      everybody,
      /"Nobody", which does not exist; it can never be changed/,
    ],
    [
      'nobody, where the policy is not below',
      withAnchors('O1/Admins'),
      renewed,
      everybody,
      /"O1\/Admins", which does not exist/,
    ],
    [
      'nobody, where the name is the root',
      withAnchors('/Channel'),
      renewed,
      everybody,
      /"\/Channel", which does not exist/,
    ],
    [
      'nobody, where no policy is named',
      withAnchors(''),
      renewed,
      everybody,
      /"", which does not exist/,
    ],
    [
      'by a name that goes down',
      withModPolicy(APPLICATION, 'Capabilities', 'O3/Admins'),
      ({ tree: it }) =>
        setValue(
          it,
          APPLICATION,
          'Capabilities',
          encode(Capabilities, { capabilities: [{ key: 'V2_0', value: {} }] }),
        ),
      [a3],
      undefined,
    ],
  ])('%s', (_, from, desired, signers, expected) => {
    const make = (): ChannelBundle => changed(from, desired(from), signers, sender);
    if (expected === undefined) expect(make().sequence).toBe(from.sequence + 1n);
    else expect(make).toThrow(expected);
  });

  test('not the one that the update sets', () => {
    const open = setPolicy(tree, ORDERER, 'Admins', signaturePolicy(0, []));
    expect(() => changed(bundle, open, [a1], sender)).toThrow(/do not meet/);
    const opened = changed(bundle, open, [ordererAdmin], sender);
    expect(changed(opened, slower(opened.tree), [], sender).sequence).toBe(2n);
  });

  test('a bad signature does not stand in the way of a good one', () => {
    const update = computeUpdate({ channelId: 'trade', current: tree, desired: slower(tree) });
    const bad = { ...ordererAdmin, sign: () => a1.sign(update) };
    const signed = signedUpdate('trade', update, [bad, ordererAdmin], sender);
    expect(bundle.next(bundle.applied(signed)).batchTimeoutMs).toBe(3000);
    expect(() => bundle.applied(signedUpdate('trade', update, [bad], sender))).toThrow(
      /do not meet/,
    );
  });
});

describe('what results', () => {
  const newcomer = new TestOrganisation('New');
  const withNewcomer = setGroup(tree, APPLICATION, 'New', memberGroup(newcomer));

  test('has a member that a changed group lists', () => {
    const next = changed(bundle, withNewcomer, everybody, sender);
    expect(next.applicationOrganisations.map(({ group }) => group)).toEqual([
      'New',
      'O1',
      'O2',
      'O3',
    ]);
    expect(next.policies.has('/Channel/Application/New/Endorsement')).toBe(true);
    expect(next.msps.identity(newcomer.peer.creator)?.mspId).toBe('NewMSP');
    expect(bundle.msps.identity(newcomer.peer.creator)).toBeUndefined();
  });

  test('lacks one that no changed group lists, and needs no signature for that', () => {
    const write: TreeGroup = {
      ...bareGroup(0n),
      groups: new Map([
        [
          'Application',
          {
            ...bareGroup(0n),
            groups: new Map([
              ['New', withNewcomer.groups.get('Application')?.groups.get('New') ?? bareGroup(0n)],
            ]),
          },
        ],
      ]),
    };
    const read: TreeGroup = {
      ...bareGroup(0n),
      groups: new Map([['Application', bareGroup(0n)]]),
    };
    const next = made([read, write], { signers: [] });
    expect(next.sequence).toBe(1n);
    expect(difference(next.tree, tree)).toBeUndefined();
  });

  test('lacks what a changed group leaves out', () => {
    const desired = removeElement(tree, APPLICATION, 'groups', 'O3');
    const next = changed(bundle, desired, [a1, a2], sender);
    expect(next.applicationOrganisations.map(({ group }) => group)).toEqual(['O1', 'O2']);
    expect(next.policies.has('/Channel/Application/O3/Admins')).toBe(false);
    expect(next.tree.groups.get('Application')?.version).toBe(1n);
  });

  test('is refused where the rest does not hold', () => {
    const emptied = ordererSets({}, { version: 1n, modPolicy: 'Admins' });
    expect(() => made(emptied)).toThrow(/need those of the orderer first/);
  });

  /** The channel with the modification policy of one value, one policy and one group left empty. */
  const unowned = (from: TreeGroup): TreeGroup => {
    const disown = <T extends { modPolicy: string }>(item: T): T => ({ ...item, modPolicy: '' });
    const cleared = changeGroup(from, APPLICATION, (group) => ({
      ...group,
      values: new Map([...group.values].map(([key, value]) => [key, disown(value)])),
      policies: new Map([...group.policies].map(([key, policy]) => [key, disown(policy)])),
    }));
    return changeGroup(cleared, O1, disown);
  };

  test('has the modification policy Admins where none was, once the orderers have capabilities', () => {
    const from = bundleOf(unowned(tree));
    const next = changed(from, slower(from.tree), everybody, sender);
    expect(difference(next.tree, slowerOnce(tree))).toBeUndefined();
    const config = { sequence: 1n, channelGroup: writeTree(slowerOnce(from.tree)) };
    const update = computeUpdate({
      channelId: 'trade',
      current: from.tree,
      desired: slower(from.tree),
    });
    const lastUpdate = decode(Envelope, signedUpdate('trade', update, everybody, sender));
    expect(() => from.next(encode(ConfigEnvelope, { config, lastUpdate }))).toThrow(
      /does not make the configuration/,
    );
  });

  test('stays without modification policies where the orderers have no capabilities', () => {
    const bare = removeElement(unowned(tree), ORDERER, 'values', 'Capabilities');
    expect(difference(overlay(flatten(bare), new Map()), bare)).toBeUndefined();
    expect(difference(overlay(flatten(unowned(tree)), new Map()), unowned(tree))).toBeDefined();
  });

  /** The tree in which the timeout was changed once. */
  const slowerOnce = (from: TreeGroup): TreeGroup =>
    changeGroup(from, ORDERER, (group) => {
      const value = slower(from).groups.get('Orderer')?.values.get('BatchTimeout');
      if (value === undefined) throw new Error('no timeout');
      return {
        ...group,
        values: new Map([...group.values, ['BatchTimeout', { ...value, version: 1n }]]),
      };
    });

  test('keeps fields that nobody knows, wherever they stand', () => {
    const unknown = Buffer.from('7a0101', 'hex');
    const odd = changeGroup(tree, O1, (group) => ({
      ...group,
      unknown,
      values: new Map([...group.values].map(([key, value]) => [key, { ...value, unknown }])),
      policies: new Map(
        [...group.policies].map(([key, policy]) => [
          key,
          { ...policy, unknown, policy: policy.policy && { ...policy.policy, $unknown: unknown } },
        ]),
      ),
    }));
    const next = changed(bundle, odd, [a1], sender);
    expect(next.tree.groups.get('Application')?.groups.get('O1')?.unknown).toEqual(unknown);
    const later = changed(next, newPolicy(next.tree, O1), [a1], sender);
    const { values, policies } = later.tree.groups.get('Application')?.groups.get('O1') ?? tree;
    expect(values.get('MSP')?.unknown).toEqual(unknown);
    expect(policies.get('Admins')?.policy?.$unknown).toEqual(unknown);
  });

  test('is the same when unknown fields of different numbers come in another order', () => {
    const [one, two] = [
      Buffer.from('7a0101', 'hex'),
      Buffer.from('820101ff', 'hex').subarray(0, 4),
    ];
    const withUnknown = (...parts: Buffer[]): TreeGroup => ({
      ...tree,
      unknown: Buffer.concat(parts),
    });
    expect(difference(withUnknown(one, two), withUnknown(two, one))).toBeUndefined();
    expect(difference(withUnknown(one, two), withUnknown(one, one))).toBeDefined();
    const other = Buffer.from('7a0102', 'hex');
    expect(difference(withUnknown(one, other), withUnknown(other, one))).toBeDefined();
  });

  test('is read with the last of an element that was written twice', () => {
    const message = writeTree(slower(tree));
    const doubled = encode(ConfigGroup, {
      ...message,
      groups: [...(writeTree(tree).groups ?? []), ...(message.groups ?? [])],
    });
    const config = encode(ConfigEnvelope, {
      config: { channelGroup: decode(ConfigGroup, doubled) },
    });
    expect(ChannelBundle.fromEnvelope('trade', config).batchTimeoutMs).toBe(3000);
  });
});

describe('the envelope of an update', () => {
  const update = computeUpdate({ channelId: 'trade', current: tree, desired: slower(tree) });
  const good = signedUpdate('trade', update, everybody, sender);
  const follows = (lastUpdate: Uint8Array): ChannelBundle => {
    const message = decode(ConfigEnvelope, bundle.applied(good));
    return bundle.next(
      encode(ConfigEnvelope, { ...message, lastUpdate: decode(Envelope, lastUpdate) }),
    );
  };
  const repacked = (change: (payload: ReturnType<typeof payloadOf>) => void): Buffer => {
    const envelope = decode(Envelope, good);
    const payload = payloadOf(good);
    change(payload);
    return encode(Envelope, { ...envelope, payload: encode(Payload, payload) });
  };
  const payloadOf = (bytes: Uint8Array) => decode(Payload, decode(Envelope, bytes).payload);

  test('need not be signed itself', () => {
    const { payload } = decode(Envelope, good);
    expect(follows(encode(Envelope, { payload, signature: Buffer.of(1) })).sequence).toBe(1n);
    expect(follows(encode(Envelope, { payload })).sequence).toBe(1n);
  });

  test.each([
    ['is none', Buffer.from('0a0101', 'hex'), /cannot be read/],
    ['has no header', repacked((it) => (it.header = undefined)), /it has no header/],
    [
      'is of another type',
      repacked((it) => it.header && (it.header.channelHeader = Buffer.from('0803', 'hex'))),
      /of type 3, not 2/,
    ],
    [
      'has a signature whose header cannot be read',
      repacked((it) => {
        const signed = decode(ConfigUpdateEnvelope, it.data);
        signed.signatures.push({
          signatureHeader: Buffer.from('0a7f', 'hex'),
          signature: Buffer.of(),
        });
        it.data = encode(ConfigUpdateEnvelope, signed);
      }),
      /the header of a signature cannot be read/,
    ],
    [
      'holds no update',
      repacked(
        (it) =>
          (it.data = encode(ConfigUpdateEnvelope, { configUpdate: Buffer.from('0a7f', 'hex') })),
      ),
      /the configuration update cannot be read/,
    ],
    ['holds nothing', repacked((it) => (it.data = Buffer.of())), /for channel "", not for "trade"/],
  ])('is refused where it %s', (_, envelope, expected) => {
    expect(() => follows(envelope)).toThrow(expected);
  });

  test.each([
    ['nothing', Buffer.of(), /holds no configuration/],
    ['no message', Buffer.from('0a7f', 'hex'), /the configuration envelope cannot be read/],
  ])('a configuration of %s is refused', (_, bytes, expected) => {
    expect(() => bundle.next(bytes)).toThrow(expected);
    expect(() => ChannelBundle.fromEnvelope('trade', bytes)).toThrow(expected);
  });

  test('is wrapped by an orderer into a configuration that peers take', () => {
    const { configEnvelope, envelope } = wrapUpdate(
      bundle,
      good,
      channel.orderers.orderer,
      AMBIENT,
    );
    expect(decode(Payload, decode(Envelope, envelope).payload).data).toEqual(configEnvelope);
    expect(bundle.next(configEnvelope).batchTimeoutMs).toBe(3000);
    const unsigned = signedUpdate('trade', update, [], sender);
    expect(() => wrapUpdate(bundle, unsigned, channel.orderers.orderer, AMBIENT)).toThrow(
      /do not meet/,
    );
  });

  test('is refused by the orderer who wraps what must not come into force', () => {
    const current = bundle.tree;
    const desired = removeElement(tree, ORDERER, 'values', 'BatchSize');
    const bad = computeUpdate({ channelId: 'trade', current, desired });
    const signed = signedUpdate('trade', bad, everybody, sender);
    expect(() => wrapUpdate(bundle, signed, channel.orderers.orderer, AMBIENT)).toThrow(
      /BatchSize/,
    );
  });
});

describe('an update is computed', () => {
  test('back and forth', () => {
    const newcomer = new TestOrganisation('New');
    const steps: ((from: TreeGroup) => TreeGroup)[] = [
      (from) => slower(from),
      (from) => newPolicy(from, APPLICATION),
      (from) => setGroup(from, APPLICATION, 'New', memberGroup(newcomer)),
      (from) => setPolicy(from, `${APPLICATION}/New`, 'Readers', implicitMeta('any', 'X')),
      (from) => removeElement(from, APPLICATION, 'policies', 'New'),
      (from) => removeElement(from, O1, 'policies', 'Readers'),
      (from) => changeGroup(from, ORDERER, (group) => ({ ...group, modPolicy: 'Writers' })),
      (from) => removeElement(from, APPLICATION, 'groups', 'New'),
      (from) => setValue(from, O1, 'AnchorPeers', Buffer.of()),
    ];
    let current = bundle;
    for (const step of steps) {
      const desired = step(current.tree);
      const next = changed(current, desired, [...everybody, newcomer.admin], sender);
      expect(differenceInContent(next.tree, desired)).toBeUndefined();
      current = next;
    }
    expect(current.sequence).toBe(BigInt(steps.length));
  });

  test('not for what is so already', () => {
    const change = { channelId: 'trade', current: tree, desired: readAgain(tree) };
    expect(() => computeUpdate(change)).toThrow(/there is nothing to do/);
  });

  /** Versions aside: the desired tree need not say them. */
  function differenceInContent(one: TreeGroup, other: TreeGroup): string | undefined {
    const level = (group: TreeGroup): TreeGroup => ({
      ...group,
      version: 0n,
      groups: new Map([...group.groups].map(([key, it]) => [key, level(it)])),
      values: new Map([...group.values].map(([key, it]) => [key, { ...it, version: 0n }])),
      policies: new Map([...group.policies].map(([key, it]) => [key, { ...it, version: 0n }])),
    });
    return difference(level(one), level(other));
  }
});

describe('before anybody signs, an update is proposed', () => {
  const orderersKnow = (...names: string[]): TreeGroup =>
    setValue(
      tree,
      ORDERER,
      'Capabilities',
      encode(Capabilities, { capabilities: names.map((key) => ({ key, value: {} })) }),
    );
  const unsignedWriters = signaturePolicy(0, [roleOf('O1MSP', 'member')]);
  const open = setPolicy(tree, O1, 'Writers', unsignedWriters);
  const openOrderers = setPolicy(tree, ORDERER, 'Writers', implicitMeta('any', 'Nobody'));

  test.each<[string, ChannelBundle, TreeGroup, RegExp | undefined]>([
    ['that changes a value', bundle, slower(tree), undefined],
    ['that names a known capability', bundle, orderersKnow('V2_0', 'V1_1'), undefined],
    [
      'that names one of the orderers that nobody knows',
      bundle,
      orderersKnow('V2_0', 'V9_0'),
      /Orderer\/Capabilities: no orderer knows capability V9_0/,
    ],
    [
      'that one unsigned envelope meets',
      bundle,
      open,
      /\[Policy\] \/Channel\/Writers: .* no signature at all/,
    ],
    [
      'that opens the orderers’ own',
      bundle,
      setPolicy(tree, ORDERER, 'Writers', signaturePolicy(0, [])),
      /\/Channel\/Writers: .* no signature at all/,
    ],
    ['that nobody meets', bundle, openOrderers, undefined],
    ['that leaves open what was', bundleOf(open), slower(open), undefined],
    ['that closes it', bundleOf(open), slower(tree), undefined],
    [
      'with a value that cannot be',
      bundle,
      setValue(tree, ORDERER, 'BatchSize', encode(BatchSize, {})),
      /BatchSize/,
    ],
    [
      'that gives a member another MSP id',
      bundle,
      setValue(tree, O1, 'MSP', new TestOrganisation('S').mspValue()),
      /cannot become SMSP/,
    ],
    ['of nothing', bundle, tree, /there is nothing to do/],
  ])('%s', (_, from, desired, expected) => {
    const propose = (): Buffer => proposeUpdate(from, desired);
    if (expected !== undefined) expect(propose).toThrow(expected);
    else
      expect(propose()).toEqual(computeUpdate({ channelId: 'trade', current: from.tree, desired }));
  });

  test('with the exact quorum of the consenters only, where they sign by number', () => {
    const bft = new TestChannel({ consensus: 'BFT' });
    const from = ChannelBundle.fromBlock(bft.genesisBlock);
    expect(() => proposeUpdate(from, slower(from.tree))).not.toThrow();
    const weaker = setPolicy(from.tree, ORDERER, 'BlockValidation', implicitMeta('any', 'Writers'));
    expect(() => proposeUpdate(from, weaker)).toThrow(/must be exactly 3 of the 4 consenters/);
  });
});

describe('what was read of organisations', () => {
  test('stays where no definition changes', () => {
    expect(changed(bundle, slower(tree), everybody, sender).msps).toBe(bundle.msps);
  });
  test('is read anew where one does, or where other rules hold', () => {
    const [o1] = channel.members;
    const definition = o1?.mspValue((msp) => ({ ...msp, tlsRootCerts: msp.rootCerts }));
    const renewed = setValue(tree, O1, 'MSP', definition ?? Buffer.of());
    const [before, other] = [a1, a2].map(({ creator }) => bundle.msps.identity(creator));
    const { msps } = changed(bundle, renewed, everybody, sender);
    expect(msps.identity(a2.creator)).toBe(other);
    expect(msps.identity(a1.creator)).not.toBe(before);
    expect(msps.identity(a1.creator)?.id).toBe(before?.id);

    const v20 = encode(Capabilities, { capabilities: [{ key: 'V2_0', value: {} }] });
    const older = setValue(tree, '/Channel', 'Capabilities', v20);
    const olderMsps = changed(bundle, older, everybody, sender).msps;
    expect(olderMsps.identity(a2.creator)).not.toBe(other);
  });
});
