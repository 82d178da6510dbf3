import { describe, expect, test } from '@jest/globals';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import {
  changeGroup,
  removeElement,
  setPolicy,
  setValue,
} from '@argosy/protocol/configuration/edit';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import { Capabilities } from '@argosy/protocol/messages/configuration';
import { signaturePolicy } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import { bareGroup, bundleOf, changed, signedUpdate } from '../../support/updates.js';
import {
  ORDERER,
  APPLICATION,
  O1,
  channel,
  bundle,
  tree,
  a1,
  a2,
  a3,
  ordererAdmin,
  everybody,
  sender,
  slower,
  newPolicy,
  made,
  ordererSets,
  timeoutValue,
} from '../../support/changing.js';

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
