/** Configuration transactions: what an update asks for, who signed it, and what the orderer made of it. */
import {
  BatchSize,
  BatchTimeout,
  Capabilities,
  ConfigEnvelope,
} from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import { MSPConfig } from '@argosy/protocol/messages/msp';
import { SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { implicitMeta } from '@argosy/protocol/policy-build';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import { memberGroup } from '../../support/channel.js';
import type { Chance } from '../../support/chance.js';
import {
  addGroup,
  configure,
  currentConfiguration,
  groupAt,
  putGroup,
  setPolicy,
  setValue,
} from '../../support/configurations.js';
import type { ConfigurationDraft } from '../../support/configurations.js';
import { TestOrganisation } from '../../support/organisation.js';
import type { Stage } from '../../support/stage.js';
import type { Script, ScriptBlock } from '../script.js';

const HALTS = /the configuration cannot be taken over/;
const newcomer = new TestOrganisation('New');

type Change = ConfigurationDraft['change'];

const application = (root: ConfigGroupNode): ConfigGroupNode => groupAt(root, 'Application');
const orderer = (root: ConfigGroupNode): ConfigGroupNode => groupAt(root, 'Orderer');

/** A harmless update: other batches, which the administrators of the orderer decide. */
const batches =
  (chance: Chance): Change =>
  (root) => {
    const sizes = { maxMessageCount: 1 + chance.below(900), absoluteMaxBytes: 9_000_000 };
    const value = encode(BatchSize, { ...sizes, preferredMaxBytes: 1_000_000 });
    setValue(orderer(root), 'BatchSize', value);
  };

/** One configuration transaction alone in its block, and what stands in the state after it. */
function once(
  name: string,
  draft: (stage: Stage, chance: Chance) => ConfigurationDraft,
  expected: ValidationCodeName | RegExp,
  rule: string,
  after: (stage: Stage) => readonly ScriptBlock[] = () => [],
): Script<Stage> {
  const play = (stage: Stage, chance: Chance): readonly ScriptBlock[] => {
    const { sequence } = currentConfiguration(stage);
    const raised = expected === 'VALID' ? sequence + 1n : sequence;
    return [
      {
        entries: () => [configure(stage, draft(stage, chance))],
        expected: expected instanceof RegExp ? expected : [expected],
      },
      {
        entries: () => {
          const now = currentConfiguration(stage).sequence;
          if (now !== raised) throw new Error(`the sequence is ${now}, not ${raised}`);
          return [stage.put('after', 'x', { by: stage.channel.members })];
        },
        expected: ['VALID'],
      },
      ...after(stage),
    ];
  };
  return { name: `configuration: ${name}`, rule, play };
}

/** An update that must not have been ordered. */
const refused = (
  name: string,
  draft: (stage: Stage, chance: Chance) => ConfigurationDraft,
  rule: string,
): Script<Stage> => once(name, draft, HALTS, rule);

const refusedChange = (name: string, change: Change, rule: string): Script<Stage> =>
  refused(name, () => ({ change }), rule);

const byNewcomer = (expected: ValidationCodeName) => (stage: Stage) => [
  {
    entries: () => [stage.put('new', 'x', { creator: newcomer.client, by: stage.channel.members })],
    expected: [expected] as const,
  },
];

const adds: Change = (root) => addGroup(application(root), 'New', memberGroup(newcomer));
const LEFT_OUT = '5.2 (6): what is put under a group that is not raised is left out';

const accepted: readonly Script<Stage>[] = [
  once('as it should be', (_, chance) => ({ change: batches(chance) }), 'VALID', '5.2'),
  once(
    'signed by those who decide and nobody else',
    (stage, chance) => ({ change: batches(chance), signers: [stage.channel.orderers.admin] }),
    'VALID',
    '5.2 (4)',
  ),
  once(
    'created by a client',
    (stage, chance) => ({ change: batches(chance), creator: stage.o1.client }),
    'VALID',
    '5.3: whether he may is the orderer’s to check',
  ),
  once('a member more', () => ({ change: adds }), 'VALID', '5.2', byNewcomer('VALID')),
  once(
    'a member more, whose parent is not raised',
    () => ({
      change: (root) => putGroup(application(root), 'New', memberGroup(newcomer)),
      supplied: (root) => application(root).groups.pop(),
    }),
    'VALID',
    LEFT_OUT,
    byNewcomer('BAD_CREATOR_SIGNATURE'),
  ),
  once(
    'a member less',
    () => ({
      change: (root) => {
        const group = application(root);
        group.groups = group.groups.filter(({ key }) => key !== 'O3');
        group.version++;
      },
    }),
    'VALID',
    '5.2 (6): what a raised group leaves out is deleted',
    (stage) => [
      {
        entries: () => [
          stage.put('gone', 'x', { creator: stage.o3.client }),
          stage.put('two', 'x', { by: [stage.o1, stage.o2] }),
        ],
        expected: ['BAD_CREATOR_SIGNATURE', 'VALID'],
      },
    ],
  ),
];

const asksAll: Change = (root) => {
  setPolicy(application(root), 'Endorsement', implicitMeta('all', 'Endorsement'));
};

const endorsedByTwoAndByAll = (stage: Stage): ScriptBlock => ({
  entries: () => [stage.put('a', 'x'), stage.put('b', 'x', { by: stage.channel.members })],
  expected: ['ENDORSEMENT_POLICY_FAILURE', 'VALID'],
});

const endorsement: readonly Script<Stage>[] = [
  {
    name: 'configuration: all must endorse',
    rule: '4.4: a reference means the configuration in force',
    play: (stage) => [
      { entries: () => [configure(stage, { change: asksAll })], expected: ['VALID'] },
      endorsedByTwoAndByAll(stage),
    ],
  },
  {
    name: 'configuration: all must endorse, and another transaction in the same block',
    rule: 'our rule, 2.2: every transaction of a block is judged by the configuration before it',
    play: (stage) => [
      {
        entries: () => [configure(stage, { change: asksAll }), stage.put('a', 'x')],
        expected: ['VALID', 'VALID'],
      },
      endorsedByTwoAndByAll(stage),
    ],
  },
];

const flagged: readonly Script<Stage>[] = [
  once(
    'with a bad signature of its creator',
    (_, chance) => ({
      change: adds,
      signature: (good) => Buffer.from(good).fill(chance.below(256), good.length - 6),
    }),
    'BAD_CREATOR_SIGNATURE',
    '5.3: flagged, and not taken over',
    byNewcomer('BAD_CREATOR_SIGNATURE'),
  ),
  once(
    'created by a stranger',
    () => ({ change: adds, creator: newcomer.client }),
    'BAD_CREATOR_SIGNATURE',
    '5.3: judged by the configuration before it',
    byNewcomer('BAD_CREATOR_SIGNATURE'),
  ),
  once(
    'without content',
    () => ({ change: adds, data: () => Buffer.of() }),
    'INVALID_CONFIG_TRANSACTION',
    '2.1 (6C)',
    byNewcomer('BAD_CREATOR_SIGNATURE'),
  ),
];

const envelopes: readonly Script<Stage>[] = [
  refused(
    'of another sequence',
    (_, chance) => ({ change: adds, sequence: chance.pick([0n, 2n, 3n, 2n ** 64n - 1n]) }),
    '5.2 (1)',
  ),
  refused('for another channel', () => ({ change: adds, channelId: 'other' }), '5.2 (2)'),
  refused(
    'that cannot be read',
    () => ({ change: adds, data: (bytes) => Buffer.concat([bytes, Buffer.from('7aff', 'hex')]) }),
    '5.2 (1)',
  ),
  refused(
    'of random bytes',
    (_, chance) => ({ change: adds, data: () => chance.bytes(60) }),
    '5.2 (1)',
  ),
  refused(
    'without the update',
    () => ({
      change: adds,
      data: (bytes) => encode(ConfigEnvelope, { config: decode(ConfigEnvelope, bytes).config }),
    }),
    'our rule, 5.2 (1)',
  ),
  refused(
    'without the configuration',
    () => ({
      change: adds,
      data: (bytes) =>
        encode(ConfigEnvelope, { lastUpdate: decode(ConfigEnvelope, bytes).lastUpdate }),
    }),
    '5.2 (1)',
  ),
  refused(
    'with more than the update says',
    (_, chance) => ({ change: adds, supplied: batches(chance) }),
    '5.2 (6)',
  ),
  refused(
    'with less than the update says',
    () => ({ change: adds, supplied: (root) => application(root).groups.pop() }),
    '5.2 (6)',
  ),
  refused(
    'with another version of the root',
    () => ({ change: adds, supplied: (root) => root.version++ }),
    '5.2 (6)',
  ),
];

const signatures: readonly Script<Stage>[] = [
  refused('signed by nobody', () => ({ change: adds, signers: [] }), '5.2 (4)'),
  refused(
    'signed by one of three',
    (stage, chance) => ({ change: adds, signers: [chance.pick(stage.channel.members).admin] }),
    '5.2 (4): the administrators of a majority',
  ),
  refused(
    'signed by one of three, twice',
    (stage) => ({ change: adds, signers: [stage.o1.admin, stage.o1.admin] }),
    '4.1, 5.2 (4)',
  ),
  refused(
    'signed by clients',
    (stage) => ({ change: adds, signers: [stage.o1.client, stage.o2.client, stage.o3.peer] }),
    '3.4, 5.2 (4)',
  ),
  refused(
    'signed by the administrators of others',
    (stage, chance) => ({
      change: batches(chance),
      signers: stage.channel.members.map(({ admin }) => admin),
    }),
    '5.2 (4): of the orderer its own decide',
  ),
  refused(
    'signed over something else',
    (stage) => ({
      change: adds,
      signers: stage.channel.members.map(({ admin }) => ({
        ...admin,
        sign: () => admin.sign(Buffer.from('else')),
      })),
    }),
    '5.2 (4)',
  ),
];

const versions: readonly Script<Stage>[] = [
  refusedChange('that changes nothing', () => undefined, '5.2 (3)'),
  refusedChange(
    'with a value of the same version',
    (root) => {
      const value = orderer(root).values.find(({ key }) => key === 'BatchTimeout')?.value;
      value!.value = encode(BatchTimeout, { timeout: '9s' });
    },
    '5.2 (3): it is not in the difference',
  ),
  refusedChange(
    'with a version that is raised by two',
    (root) => {
      setValue(orderer(root), 'BatchTimeout', encode(BatchTimeout, { timeout: '9s' }));
      orderer(root).values.find(({ key }) => key === 'BatchTimeout')!.value!.version++;
    },
    '5.2 (4)',
  ),
  refusedChange(
    'with a new group of version 1',
    (root) => {
      adds(root);
      application(root).groups.at(-1)!.value!.version = 1n;
    },
    '5.2 (4)',
  ),
  refusedChange(
    'with a new group whose parent is not raised',
    (root) => putGroup(application(root), 'New', memberGroup(newcomer)),
    LEFT_OUT,
  ),
];

/** Who may do so did: what it asks for is no configuration. */
const contents: readonly Script<Stage>[] = [
  refusedChange(
    'with a policy of unknown type',
    (root) => setPolicy(application(root), 'Readers', { type: 9, value: Buffer.of() }),
    '4.3',
  ),
  refusedChange(
    'with a policy that cannot be read',
    (root) =>
      setPolicy(application(root), 'Readers', { type: 1, value: Buffer.from('7aff', 'hex') }),
    '5.3',
  ),
  refusedChange(
    'with a policy without rule',
    (root) =>
      setPolicy(application(root), 'Readers', { type: 1, value: Buffer.from('98060b', 'hex') }),
    '4.1: a policy of the configuration must compile',
  ),
  refusedChange(
    'with a policy whose principal is not listed',
    (root) => {
      const value = encode(SignaturePolicyEnvelope, { rule: { signedBy: 5 } });
      setPolicy(application(root), 'Readers', { type: 1, value });
    },
    '4.1',
  ),
  refusedChange(
    'with a value of nobody',
    (root) => {
      application(root).values.push({
        key: 'Odd',
        value: { version: 0n, value: Buffer.of(), modPolicy: 'Admins' },
      });
      application(root).version++;
    },
    '5.1',
  ),
  refusedChange(
    'with a name that no element may have',
    (root) => addGroup(application(root), 'a b', memberGroup(newcomer)),
    '5.2 (2)',
  ),
  refusedChange(
    'with batches of nothing',
    (root) =>
      setValue(
        orderer(root),
        'BatchSize',
        encode(BatchSize, { maxMessageCount: 0, absoluteMaxBytes: 1, preferredMaxBytes: 1 }),
      ),
    '5.1',
  ),
  refusedChange(
    'with batches whose preferred size is above the absolute',
    (root) =>
      setValue(
        orderer(root),
        'BatchSize',
        encode(BatchSize, { maxMessageCount: 1, absoluteMaxBytes: 1, preferredMaxBytes: 2 }),
      ),
    '5.1',
  ),
  refusedChange(
    'with no time',
    (root) => setValue(orderer(root), 'BatchTimeout', encode(BatchTimeout, { timeout: '0s' })),
    '5.1',
  ),
  refusedChange(
    'with a time that is none',
    (root) => setValue(orderer(root), 'BatchTimeout', encode(BatchTimeout, { timeout: 'soon' })),
    '5.1',
  ),
  refusedChange(
    'with a capability of nobody',
    (root) =>
      setValue(
        root,
        'Capabilities',
        encode(Capabilities, { capabilities: [{ key: 'V9_9', value: {} }] }),
      ),
    'our rule, 5.3, 5.4: refused, and not taken over',
  ),
  refusedChange(
    'with an MSP that cannot be read',
    (root) =>
      setValue(
        groupAt(application(root), 'O1'),
        'MSP',
        encode(MSPConfig, { config: Buffer.from('7aff', 'hex') }),
      ),
    '5.3',
  ),
  refusedChange(
    'with an MSP without authorities',
    (root) => {
      const lone = new TestOrganisation('O1').mspValue((msp) => ({ ...msp, rootCerts: [] }));
      setValue(groupAt(application(root), 'O1'), 'MSP', lone);
    },
    '3.1',
  ),
  refusedChange(
    'with an MSP of another name',
    (root) => setValue(groupAt(application(root), 'O1'), 'MSP', newcomer.mspValue()),
    '5.3: an organisation keeps its name',
  ),
  refusedChange(
    'with the MSP of another member',
    (root) => addGroup(application(root), 'New', memberGroup(new TestOrganisation('O1'))),
    '5.1: one name, two definitions',
  ),
  refusedChange(
    'without members',
    (root) => {
      root.groups = root.groups.filter(({ key }) => key !== 'Application');
      root.version++;
    },
    '5.3',
  ),
  refusedChange(
    'without orderers',
    (root) => {
      root.groups = root.groups.filter(({ key }) => key !== 'Orderer');
      root.version++;
    },
    '5.3',
  ),
];

export const configurationScripts: readonly Script<Stage>[] = [
  ...accepted,
  ...endorsement,
  ...flagged,
  ...envelopes,
  ...signatures,
  ...versions,
  ...contents,
];
