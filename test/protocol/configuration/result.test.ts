import { describe, expect, test } from '@jest/globals';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { overlay } from '@argosy/protocol/configuration/apply';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import {
  changeGroup,
  removeElement,
  setGroup,
  setValue,
} from '@argosy/protocol/configuration/edit';
import { flatten } from '@argosy/protocol/configuration/elements';
import { difference } from '@argosy/protocol/configuration/equal';
import { writeTree } from '@argosy/protocol/configuration/tree';
import type { TreeGroup, TreePolicy } from '@argosy/protocol/configuration/tree';
import { Envelope } from '@argosy/protocol/messages/common';
import { Capabilities, ConfigEnvelope, ConfigGroup } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import { memberGroup } from '../../support/channel.js';
import { TestOrganisation } from '../../support/organisation.js';
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
  everybody,
  sender,
  slower,
  newPolicy,
  made,
  ordererSets,
} from '../../support/changing.js';

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
    expect(policies.get('Admins')?.unknown).toEqual(unknown);
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

  test('is another where a policy is empty instead of absent', () => {
    const withPolicy = (policy: TreePolicy['policy']): TreeGroup => ({
      ...tree,
      policies: new Map([
        ['P', { version: 0n, modPolicy: 'Admins', unknown: Buffer.of(), policy }],
      ]),
    });
    const empty = withPolicy({ type: 0, value: Buffer.of() });
    expect(difference(withPolicy(undefined), empty)).toBe('[Policy] /Channel/P');
    expect(difference(empty, withPolicy(undefined))).toBe('[Policy] /Channel/P');
    expect(difference(withPolicy(undefined), withPolicy(undefined))).toBeUndefined();
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
