/** Policies of keys and collections and the definitions of chaincodes, and what they decide over the next transactions. */
import { LIFECYCLE, fieldKey, metadataKey } from '@argosy/ledger/definitions';
import { StateData, StateMetadata } from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import { roleOf } from '@argosy/protocol/policy-build';
import type { Signer } from '@argosy/protocol/signer';
import type { ValidationCodeName } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import {
  collectionPackage,
  definitionEntries,
  ownPolicy,
  referring,
} from '../../support/chaincode-definition.js';
import type { Chance } from '../../support/chance.js';
import { all, any, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import type { Metadata } from '../../support/read-write-sets.js';
import type { Scene } from '../scene.js';
import type { Script, ScriptBlock } from '../script.js';

const FAILS = 'ENDORSEMENT_POLICY_FAILURE';
type Policy = Decoded<typeof SignaturePolicyEnvelope>;
type Endorsers = (scene: Scene) => readonly Signer[];
type Probe = readonly [Endorsers, ValidationCodeName];

const O1_O2: Endorsers = ({ o1, o2 }) => [o1, o2];
const O1_O3: Endorsers = ({ o1, o3 }) => [o1, o3];
const O1: Endorsers = ({ o1 }) => [o1];
const O3: Endorsers = ({ o3 }) => [o3];
const ALL: Endorsers = ({ o1, o2, o3 }) => [o1, o2, o3];
const NOBODY: Endorsers = () => [];
const TWO_OF_O1: Endorsers = ({ o1, stage }) => [o1, stage.o1.signer()];

/** The policy before it is changed: peers of O1 and O3. */
const original = ({ stage }: Scene): Policy => {
  const peers = all(roleOf(stage.o1.mspId, 'peer'), roleOf(stage.o3.mspId, 'peer'));
  return decode(SignaturePolicyEnvelope, policyOf(peers));
};

/** A key gets metadata in one block; writes of it in the next show what that means. */
function key(
  name: string,
  metadata: (scene: Scene, chance: Chance) => Metadata,
  probes: readonly Probe[] | RegExp,
  rule: string,
): Script<Scene> {
  const play = (scene: Scene, chance: Chance): readonly ScriptBlock[] => {
    const { stage } = scene;
    const guarded = scene.fresh('guarded');
    const write = (endorsers: readonly Signer[]): Buffer => stage.put(guarded, 'x', { endorsers });
    const set = {
      writes: [[guarded, '1']],
      metadata: [[guarded, metadata(scene, chance)]],
    } as const;
    return [
      { entries: () => [stage.transaction({ cc: set })], expected: ['VALID'] },
      probes instanceof RegExp
        ? { entries: () => [write(O1_O2(scene))], expected: probes }
        : {
            entries: () => probes.map(([endorsers]) => write(endorsers(scene))),
            expected: probes.map(([, code]) => code),
          },
    ];
  };
  return { name: `key policy: ${name}`, rule, play };
}

/** The key's policy is the original one with a change. */
const changed = (
  name: string,
  change: (policy: Policy, scene: Scene, chance: Chance) => void,
  probes: readonly Probe[] | RegExp,
  rule = '6.3, 4.1',
): Script<Scene> => {
  const metadata = (scene: Scene, chance: Chance): Metadata => {
    const policy = original(scene);
    change(policy, scene, chance);
    return guardedBy(encode(SignaturePolicyEnvelope, policy));
  };
  return key(name, metadata, probes, rule);
};

const nOutOf = ({ rule }: Policy) => {
  if (rule?.nOutOf === undefined) throw new Error('the policy is one of n out of');
  return rule.nOutOf;
};

const keyScripts: readonly Script<Scene>[] = [
  changed('as it was', () => undefined, [
    [O1_O3, 'VALID'],
    [ALL, 'VALID'],
    [O1_O2, FAILS],
    [TWO_OF_O1, FAILS],
  ]),
  changed('fewer are asked for', (policy) => (nOutOf(policy).n = 1), [
    [O1, 'VALID'],
    [O3, 'VALID'],
    [({ o2 }) => [o2], FAILS],
  ]),
  changed(
    'nobody is asked for',
    (policy, _, chance) => (nOutOf(policy).n = chance.pick([0, -1])),
    [
      [NOBODY, 'VALID'],
      [O1, 'VALID'],
    ],
    '4.1: n of zero or less is always met',
  ),
  changed('more are asked for than there are rules', (policy) => (nOutOf(policy).n = 3), [
    [ALL, FAILS],
  ]),
  changed('no rules, and one is asked for', (policy) => (nOutOf(policy).rules = []), [
    [ALL, FAILS],
  ]),
  changed(
    'another organisation',
    (policy, { stage }) => {
      policy.identities[1]!.principal = roleOf(stage.o2.mspId, 'peer').principal as Uint8Array;
    },
    [
      [O1_O2, 'VALID'],
      [O1_O3, FAILS],
    ],
  ),
  changed(
    'the same organisation twice',
    (policy) => {
      policy.identities[1] = policy.identities[0]!;
    },
    [
      [O1_O3, FAILS],
      [TWO_OF_O1, 'VALID'],
      [({ o1 }) => [o1, o1], FAILS],
    ],
    '4.1: an identity counts for one rule',
  ),
  changed(
    'another role',
    (policy, { stage }) => {
      policy.identities[1]!.principal = roleOf(stage.o3.mspId, 'admin').principal as Uint8Array;
    },
    [
      [O1_O3, FAILS],
      [({ o1, stage }) => [o1, stage.o3.admin], 'VALID'],
    ],
  ),
  changed(
    'a role of nobody',
    (policy) => {
      // MSPRole { role = 9 }
      policy.identities[1]!.principal = Buffer.concat([
        policy.identities[1]!.principal,
        Buffer.of(0x10, 9),
      ]);
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '3.4: such a principal is met by nobody',
  ),
  changed(
    'an organisation of nobody',
    (policy) => {
      policy.identities[1]!.principal = roleOf('StrangerMSP', 'peer').principal as Uint8Array;
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
  ),
  changed(
    'a principal that cannot be read',
    (policy) => {
      policy.identities[1]!.principal = Buffer.from('ffff', 'hex');
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '3.4: such a principal is met by nobody',
  ),
  changed(
    'a class of principals of nobody',
    (policy) => {
      policy.identities[1]!.principalClassification = 9;
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '3.4: such a principal is met by nobody',
  ),
  changed(
    'a principal that is not listed',
    (policy, _, chance) => {
      nOutOf(policy).rules[1]!.signedBy = chance.pick([2, -1, 1000]);
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '4.1: an index out of range',
  ),
  changed(
    'a rule without type',
    (policy) => {
      nOutOf(policy).rules[1]!.signedBy = undefined;
    },
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '4.1',
  ),
  changed(
    'no rule',
    (policy) => (policy.rule = undefined),
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '4.1',
  ),
  changed(
    'no principals',
    (policy) => (policy.identities = []),
    [
      [O1_O3, FAILS],
      [ALL, FAILS],
    ],
    '4.1',
  ),
  changed(
    'another version',
    (policy) => (policy.version = 7),
    [
      [O1_O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '4.1: not looked at outside the configuration',
  ),
  key(
    'empty',
    () => guardedBy(Buffer.of()),
    [
      [O1_O2, 'VALID'],
      [O1, FAILS],
    ],
    '6.3: an empty one is none',
  ),
  key(
    'under another name',
    (scene) => ({ NOTE: encode(SignaturePolicyEnvelope, original(scene)) }),
    [
      [O1_O2, 'VALID'],
      [O1, FAILS],
    ],
    '6.3',
  ),
  key(
    'beside another entry',
    (scene) => ({
      A: Buffer.of(1),
      ...guardedBy(encode(SignaturePolicyEnvelope, original(scene))),
      Z: Buffer.of(1),
    }),
    [
      [O1_O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '6.3',
  ),
  key(
    'that cannot be read',
    (_, chance) => guardedBy(Buffer.concat([Buffer.from('7aff', 'hex'), chance.bytes(4)])),
    /the policy of key .* cannot be read/,
    '6.3: a peer halts',
  ),
];

/** What is set in a block decides over the next transactions of it, or does not. */
const inBlock = (
  name: string,
  setter: Endorsers,
  stale: boolean,
  expected: readonly ValidationCodeName[],
): Script<Scene> => ({
  name: `key policy set earlier in the block: ${name}`,
  rule: '6.3: if the namespace was endorsed, whatever becomes of the transaction then',
  play: (scene, chance) => {
    const { stage } = scene;
    const plain = scene.existing('e', chance);
    const entries = (): Buffer[] => {
      const reads = stale ? ([[plain, [1, 999]]] as const) : [];
      const metadata = [[plain, { NOTE: Buffer.of(1) }]] as const;
      return [
        stage.transaction({ cc: { reads, metadata } }, { endorsers: setter(scene) }),
        stage.put(plain, 'x'),
        stage.put(scene.fresh(), 'x'),
      ];
    };
    return [{ entries, expected }];
  },
});

const inBlockScripts: readonly Script<Scene>[] = [
  inBlock('endorsed', O1_O2, false, ['VALID', FAILS, 'VALID']),
  inBlock('endorsed, with a stale read', O1_O2, true, ['MVCC_READ_CONFLICT', FAILS, 'VALID']),
  inBlock('not endorsed', O1, false, [FAILS, 'VALID', 'VALID']),
];

type Entries = readonly (readonly [string, Buffer])[];

/** A chaincode of its own is defined in one block; invocations in the next show what the definition means. */
function definition(
  name: string,
  entries: (chaincode: string, scene: Scene, chance: Chance) => Entries,
  probes: readonly Probe[] | RegExp,
  rule: string,
): Script<Scene> {
  const play = (scene: Scene, chance: Chance): readonly ScriptBlock[] => {
    const { stage } = scene;
    const chaincode = scene.fresh('chaincode');
    const writes = entries(chaincode, scene, chance);
    const invoke = (endorsers: readonly Signer[]): Buffer =>
      stage.transaction(
        { [chaincode]: { writes: [[scene.fresh(), 'x']] } },
        { chaincode, endorsers },
      );
    return [
      {
        entries: () => [stage.transaction({ [LIFECYCLE]: { writes } }, { chaincode: LIFECYCLE })],
        expected: ['VALID'],
      },
      probes instanceof RegExp
        ? { entries: () => [invoke(O1_O2(scene))], expected: probes }
        : {
            entries: () => probes.map(([endorsers]) => invoke(endorsers(scene))),
            expected: probes.map(([, code]) => code),
          },
    ];
  };
  return { name: `definition: ${name}`, rule, play };
}

/** A definition with some of its keys otherwise; undefined leaves one out. */
const withKeys =
  (change: (chaincode: string, chance: Chance) => Readonly<Record<string, Buffer | undefined>>) =>
  (chaincode: string, _: Scene, chance: Chance): Entries => {
    const all = {
      ...Object.fromEntries(definitionEntries(chaincode)),
      ...change(chaincode, chance),
    };
    return Object.entries(all).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    );
  };

const MAJORITY: readonly Probe[] = [
  [O1_O2, 'VALID'],
  [O1_O3, 'VALID'],
  [O1, FAILS],
];
const UNDEFINED: readonly Probe[] = [
  [O1_O2, 'INVALID_CHAINCODE'],
  [NOBODY, 'INVALID_CHAINCODE'],
];
const NEVER: readonly Probe[] = [
  [ALL, FAILS],
  [NOBODY, FAILS],
];
const stateBytes = (bytes: Uint8Array): Buffer => encode(StateData, { bytes });

const definitionScripts: readonly Script<Scene>[] = [
  definition('as it is', (name) => definitionEntries(name), MAJORITY, '4.4'),
  definition(
    'with a policy of its own',
    (name, scene) =>
      definitionEntries(name, {
        policy: ownPolicy(encode(SignaturePolicyEnvelope, original(scene))),
      }),
    [
      [O1_O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '4.4',
  ),
  definition(
    'with a policy that names another',
    (name) => definitionEntries(name, { policy: referring('/Channel/Application/Admins') }),
    [
      [O1_O2, FAILS],
      [({ stage }) => [stage.o1.admin, stage.o2.admin], 'VALID'],
    ],
    '4.4',
  ),
  definition(
    'with a relative reference',
    (name) => definitionEntries(name, { policy: referring('Application/Endorsement') }),
    MAJORITY,
    '4.3: looked up from the root',
  ),
  definition(
    'with a policy of one organisation',
    (name) => definitionEntries(name, { policy: referring('/Channel/Application/O3/Endorsement') }),
    [
      [O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '4.3',
  ),
  definition(
    'with a reference to nothing',
    (name, _, chance) =>
      definitionEntries(name, {
        policy: referring(
          chance.pick([
            '/Channel/Application/Nothing',
            'Endorsement',
            '/Channel',
            '/',
            '/Other/Application/Endorsement/',
            'x',
          ]),
        ),
      }),
    NEVER,
    '4.3, 4.4',
  ),
  definition(
    'with a policy without type',
    (name) => definitionEntries(name, { policy: Buffer.from('98060b', 'hex') }),
    NEVER,
    '4.4',
  ),
  definition(
    'with a policy that cannot be read',
    (name) => definitionEntries(name, { policy: Buffer.from('7aff', 'hex') }),
    NEVER,
    '4.4: errors of the policy are no endorsement',
  ),
  definition(
    'with an empty policy',
    (name) => definitionEntries(name, { policy: Buffer.of() }),
    UNDEFINED,
    '6.1',
  ),
  definition('without plugin', (name) => definitionEntries(name, { plugin: '' }), UNDEFINED, '6.1'),
  definition(
    'with a plugin of nobody',
    (name) => definitionEntries(name, { plugin: 'other' }),
    /plugin/,
    '6.1: a peer halts',
  ),
  definition(
    'with another sequence and version',
    (name) => definitionEntries(name, { sequence: 77n, version: 'x' }),
    MAJORITY,
    '6.1: neither is compared',
  ),
  definition(
    'without its metadata',
    withKeys((name) => ({ [metadataKey(name)]: undefined })),
    UNDEFINED,
    'our rule, 6.1',
  ),
  definition(
    'of another type',
    withKeys((name) => ({
      [metadataKey(name)]: encode(StateMetadata, { datatype: 'Other', fields: [] }),
    })),
    /definition/,
    '6.1: a peer halts',
  ),
  definition(
    'whose metadata cannot be read',
    withKeys((name) => ({ [metadataKey(name)]: Buffer.from('7aff', 'hex') })),
    /definition/,
    '6.1: a peer halts',
  ),
  definition(
    'without validation information',
    withKeys((name) => ({ [fieldKey(name, 'ValidationInfo')]: undefined })),
    UNDEFINED,
    '6.1: a missing field reads as empty',
  ),
  definition(
    'whose validation information cannot be read',
    withKeys((name) => ({
      [fieldKey(name, 'ValidationInfo')]: stateBytes(Buffer.from('7aff', 'hex')),
    })),
    /definition/,
    '6.1: a peer halts',
  ),
  definition(
    'without endorsement information',
    withKeys((name) => ({ [fieldKey(name, 'EndorsementInfo')]: undefined })),
    MAJORITY,
    '6.1: a missing field reads as empty',
  ),
  definition(
    'with a field of nobody',
    withKeys((name) => ({ [`namespaces/fields/${name}/Other`]: Buffer.of(1) })),
    MAJORITY,
    '6.1',
  ),
];

/** A chaincode is defined with a collection, then defined otherwise; private writes show what each definition means. */
function collection(
  name: string,
  endorsementPolicy: (scene: Scene) => Uint8Array | undefined,
  probes: readonly Probe[],
  rule: string,
): Script<Scene> {
  const play = (scene: Scene): readonly ScriptBlock[] => {
    const { stage } = scene;
    const chaincode = scene.fresh('chaincode');
    const { members } = stage.channel;
    const own = endorsementPolicy(scene);
    const one = { name: 'one', members, ...(own && { endorsementPolicy: own }) };
    const define = (collections: Buffer): Buffer => stage.definition(chaincode, { collections });
    const write = (endorsers: readonly Signer[]): Buffer => {
      const collections = { one: { writes: [[scene.fresh(), 'x']] } } as const;
      return stage.transaction({ [chaincode]: { collections } }, { chaincode, endorsers });
    };
    return [
      { entries: () => [define(collectionPackage(one))], expected: ['VALID'] },
      {
        entries: () => probes.map(([endorsers]) => write(endorsers(scene))),
        expected: probes.map(([, code]) => code),
      },
      { entries: () => [define(collectionPackage({ name: 'two', members }))], expected: ['VALID'] },
      { entries: () => [write(ALL(scene))], expected: [FAILS] },
    ];
  };
  return { name: `collection: ${name}, and then gone`, rule, play };
}

const collectionScripts: readonly Script<Scene>[] = [
  collection('without policy', () => undefined, MAJORITY, '6.2: the chaincode’s counts'),
  collection(
    'of one organisation',
    ({ stage }) => ownPolicy(policyOf(any(member(stage.o3)))),
    [
      [O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '6.2',
  ),
  collection(
    'of two',
    (scene) => ownPolicy(encode(SignaturePolicyEnvelope, original(scene))),
    [
      [O1_O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '6.2',
  ),
  collection(
    'by reference',
    () => referring('/Channel/Application/O3/Endorsement'),
    [
      [O3, 'VALID'],
      [O1_O2, FAILS],
    ],
    '6.2, 4.4',
  ),
  collection(
    'by reference to nothing',
    () => referring('/Channel/Application/Nothing'),
    NEVER,
    '6.2, 4.4',
  ),
  collection(
    'without type',
    () => encode(ApplicationPolicy, {}),
    MAJORITY,
    '6.2: a policy that says nothing is left out when it is written',
  ),
];

/** A definition that takes the place of another. */
const upgrades: readonly Script<Scene>[] = [
  {
    name: 'definition: a stricter one in the place of another',
    rule: '6.1: a definition counts from the next block on',
    play: (scene) => {
      const { stage } = scene;
      const chaincode = scene.fresh('chaincode');
      const invoke = (endorsers: readonly Signer[]): Buffer =>
        stage.transaction(
          { [chaincode]: { writes: [[scene.fresh(), 'x']] } },
          { chaincode, endorsers },
        );
      const policy = ownPolicy(encode(SignaturePolicyEnvelope, original(scene)));
      return [
        {
          entries: () => [invoke(ALL(scene)), stage.definition(chaincode), invoke(ALL(scene))],
          expected: ['INVALID_CHAINCODE', 'VALID', 'INVALID_CHAINCODE'],
        },
        {
          entries: () => [
            invoke(O1_O2(scene)),
            stage.definition(chaincode, { policy, sequence: 2n }),
            invoke(O1_O2(scene)),
          ],
          expected: ['VALID', 'VALID', 'VALID'],
        },
        {
          entries: () => [invoke(O1_O2(scene)), invoke(O1_O3(scene))],
          expected: [FAILS, 'VALID'],
        },
      ];
    },
  },
];

export const policyScripts: readonly Script<Scene>[] = [
  ...keyScripts,
  ...inBlockScripts,
  ...definitionScripts,
  ...collectionScripts,
  ...upgrades,
];
