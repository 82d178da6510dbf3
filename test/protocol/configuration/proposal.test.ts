import { describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import {
  changeGroup,
  removeElement,
  setGroup,
  setPolicy,
  setValue,
} from '@argosy/protocol/configuration/edit';
import { difference } from '@argosy/protocol/configuration/equal';
import { proposeUpdate } from '@argosy/protocol/configuration/propose';
import type { TreeGroup } from '@argosy/protocol/configuration/tree';
import { BatchSize, Capabilities } from '@argosy/protocol/messages/configuration';
import { implicitMeta, roleOf, signaturePolicy } from '@argosy/protocol/policy-build';
import { encode } from '@argosy/protocol/wire';
import { TestChannel, memberGroup } from '../../support/channel.js';
import { TestOrganisation } from '../../support/organisation.js';
import { bundleOf, changed, readAgain } from '../../support/updates.js';
import {
  ORDERER,
  APPLICATION,
  O1,
  bundle,
  tree,
  everybody,
  sender,
  slower,
  newPolicy,
} from '../../support/changing.js';

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
      (from) => changeGroup(from, O1, ownedBy('Writers')),
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

  /** Only the modification policy of one value and one policy changes. */
  const ownedBy =
    (modPolicy: string) =>
    (group: TreeGroup): TreeGroup => {
      const [value, policy] = [group.values.get('MSP'), group.policies.get('Admins')];
      if (value === undefined || policy === undefined) throw new Error('no such element');
      return {
        ...group,
        values: new Map([...group.values, ['MSP', { ...value, modPolicy }]]),
        policies: new Map([...group.policies, ['Admins', { ...policy, modPolicy }]]),
      };
    };

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
