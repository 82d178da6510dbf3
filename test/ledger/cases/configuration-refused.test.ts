import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Capabilities, ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import { implicitMeta } from '@argosy/protocol/policy-build';
import { decode, encode } from '@argosy/protocol/wire';
import { TestChannel, memberGroup } from '../../support/channel.js';
import {
  addGroup,
  configure,
  currentConfiguration,
  groupAt,
  setPolicy,
  setValue,
} from '../../support/configurations.js';
import type { ConfigurationDraft } from '../../support/configurations.js';
import { TestOrganisation } from '../../support/organisation.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

/** Asks for the endorsement of all members. */
const stricter = (root: ConfigGroupNode): void =>
  setPolicy(groupAt(root, 'Application'), 'Endorsement', implicitMeta('all', 'Endorsement'));
const capabilities = (...names: readonly string[]): Buffer =>
  encode(Capabilities, { capabilities: names.map((key) => ({ key, value: {} })) });

describe('a configuration that stops the block', () => {
  const value = (path: readonly string[], name: string, bytes: Uint8Array): ConfigurationDraft => ({
    change: (root) => setValue(groupAt(root, ...path), name, bytes),
  });
  const change = stricter;

  const drafts: readonly (readonly [string, RegExp, () => ConfigurationDraft])[] = [
    [
      'with one administrator too few',
      /may be changed under/,
      () => ({ change, signers: [stage.o1.admin] }),
    ],
    [
      'signed by members who are no administrators',
      /may be changed under/,
      () => ({ change, signers: channel.members.map(({ client }) => client) }),
    ],
    [
      'signed by one administrator twice',
      /may be changed under/,
      () => ({ change, signers: [stage.o1.admin, stage.o1.admin] }),
    ],
    [
      'signed by administrators of another group',
      /may be changed under/,
      () => ({ change, signers: [channel.orderers.admin, stage.o1.admin] }),
    ],
    ['that changes nothing', /changes nothing/, () => ({ change: () => undefined })],
    ['for another channel', /not for "trade"/, () => ({ change, channelId: 'other' })],
    [
      'that jumps a version',
      /must set version 1/,
      () => ({
        change: (root) => {
          stricter(root);
          groupAt(root, 'Application').policies.find(({ key }) => key === 'Endorsement')!.value!
            .version++;
        },
      }),
    ],
    [
      'that says something else than the update',
      /does not make/,
      () => ({
        change,
        supplied: (root) =>
          setPolicy(
            groupAt(root, 'Application'),
            'Endorsement',
            implicitMeta('any', 'Endorsement'),
          ),
      }),
    ],
    [
      'that says more than the update',
      /does not make/,
      () => ({ change, supplied: (root) => groupAt(root, 'Application').groups.pop() }),
    ],
    ['that is none', /cannot be read/, () => ({ change, data: () => Buffer.of(0x0a, 5) })],
    [
      'without the update',
      /does not carry/,
      () => ({
        change,
        data: (bytes) => encode(ConfigEnvelope, { config: decode(ConfigEnvelope, bytes).config }),
      }),
    ],
    [
      'without a configuration',
      /no configuration/,
      () => ({
        change,
        data: (bytes) =>
          encode(ConfigEnvelope, { lastUpdate: decode(ConfigEnvelope, bytes).lastUpdate }),
      }),
    ],
    [
      'with a capability that nobody knows',
      /V9_9/,
      () => value(['Application'], 'Capabilities', capabilities('V2_5', 'V9_9')),
    ],
    [
      'with a value that is none',
      /BatchSize/,
      () => value(['Orderer'], 'BatchSize', Buffer.of(0x0a, 5)),
    ],
    [
      'that gives an organisation another MSP',
      /keeps its MSP/,
      () => value(['Application', 'O1'], 'MSP', new TestOrganisation('Other').mspValue()),
    ],
    [
      'that leaves the orderers out',
      /Orderer is missing/,
      () => ({
        change: (root) => {
          root.groups = root.groups.filter(({ key }) => key !== 'Orderer');
          root.version++;
        },
      }),
    ],
    [
      'with an element whose name is not allowed',
      /letters, digits/,
      () => ({
        change: (root) =>
          addGroup(
            groupAt(root, 'Application'),
            'No spaces',
            memberGroup(new TestOrganisation('N')),
          ),
      }),
    ],
    [
      'with a value that groups of its kind do not have',
      /Unknown/,
      () => ({
        change: (root) => {
          const application = groupAt(root, 'Application');
          const extra = { version: 0n, value: Buffer.of(), modPolicy: 'Admins' };
          application.values.push({ key: 'Unknown', value: extra });
          application.version++;
        },
      }),
    ],
    [
      'with a policy of no kind',
      /type of a policy/,
      () => ({
        change: (root) =>
          setPolicy(groupAt(root, 'Application'), 'Endorsement', { type: 7, value: Buffer.of() }),
      }),
    ],
  ];

  test.each(drafts)('%s', async (_, reason, draft) => {
    const commit = stage.commit(configure(stage, draft()));
    await expect(commit).rejects.toThrow(reason);
    await expect(commit).rejects.toMatchObject({ name: 'BlockRejected' });
    expect(stage.ledger.height).toBe(3n);
    expect(currentConfiguration(stage).sequence).toBe(0n);
    // The ledger goes on, and what was right with it is taken.
    expect(await stage.commit(configure(stage, { change }))).toEqual([0]);
  });

  test('twice in one block: the second one does not follow the configuration', async () => {
    const twice = [1, 2].map(() => configure(stage, { change }));
    await expect(stage.commit(...twice)).rejects.toMatchObject({ name: 'BlockRejected' });
    const second = configure(stage, { change, signature: (good) => good.subarray(0, 8) });
    expect(await stage.commit(twice[0]!, second)).toEqual([0, 4]);
  });
});
