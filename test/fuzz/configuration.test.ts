/** Configurations, policies and definitions: what decides over transactions, and comes from transactions. */
import { beforeAll, expect, test } from '@jest/globals';
import { collectionConfig } from '@argosy/ledger/collections';
import { LIFECYCLE } from '@argosy/ledger/definitions';
import type { StateEntry, StateView } from '@argosy/ledger/state';
import { KeyPolicies } from '@argosy/ledger/validation/key-policies';
import {
  evaluateApplicationPolicy,
  evaluateSignaturePolicy,
} from '@argosy/ledger/validation/policy-evaluation';
import { PolicySource } from '@argosy/ledger/validation/policy-source';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { CollectionConfigPackage } from '@argosy/protocol/messages/collections';
import { Envelope, Payload } from '@argosy/protocol/messages/common';
import { ConfigEnvelope } from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import { StateData, StateMetadata } from '@argosy/protocol/messages/lifecycle';
import { ApplicationPolicy, SignaturePolicyEnvelope } from '@argosy/protocol/messages/policies';
import type { Identity } from '@argosy/protocol/msp';
import { decode, encode } from '@argosy/protocol/wire';
import { definitionEntries } from '../support/chaincode-definition.js';
import { TestChannel } from '../support/channel.js';
import type { Chance } from '../support/chance.js';
import { configure, currentConfiguration } from '../support/configurations.js';
import { Corpus } from '../support/corpus.js';
import { fuzz, target } from '../support/fuzzing.js';
import { generate } from '../support/generate.js';
import { sampleOf, searchTimeoutMs } from '../support/long-run.js';
import type { Table } from '../support/message-tables.js';
import { mutate } from '../support/mutations.js';
import { refusedAs } from '../support/refusals.js';
import { Stage } from '../support/stage.js';

let stage: Stage;
let bundle: ChannelBundle;
let corpus: Corpus;
let signers: readonly Identity[];
let genesis: Buffer;

beforeAll(async () => {
  corpus = Corpus.ofRecorded('c-keylevel-private', 'f-config');
  stage = await Stage.open(new TestChannel({ consensus: 'BFT' }));
  bundle = ChannelBundle.fromBlock(stage.channel.genesisBlock);
  genesis = encode(ConfigEnvelope, { config: currentConfiguration(stage) });
  const { o1, o2, o3 } = stage;
  signers = [o1.peer, o2.admin, o3.client].flatMap(
    ({ creator }) => bundle.msps.identity(creator) ?? [],
  );
});

const nothing = (): boolean => false;
const refusedConfiguration = refusedAs('ConfigRefused');
const halted = refusedAs('BlockRejected');

/** A sample changed, or something made up. */
const inputOf =
  (table: Table) =>
  (chance: Chance): Buffer =>
    chance.once(3) || corpus.of(table).length === 0
      ? generate(table, chance)
      : mutate(chance.pick(corpus.of(table)), chance);

/** A configuration that whoever may do so asks for, with something in it that is not as it should be. */
function nextConfiguration(chance: Chance): Buffer {
  const entry = configure(stage, {
    change: (root) => {
      changeSomething(root, chance);
    },
    ...(chance.once(4) && { data: (bytes: Buffer) => mutate(bytes, chance) }),
  });
  return Buffer.from(decode(Payload, decode(Envelope, entry).payload).data);
}

/** Change a value, a policy or a group somewhere in the tree, and raise its version. */
function changeSomething(group: ConfigGroupNode, chance: Chance): void {
  const inner = chance.once(4) || group.groups.length === 0 ? undefined : chance.pick(group.groups);
  if (inner?.value !== undefined) {
    changeSomething(inner.value, chance);
    return;
  }
  const change = chance.pick([
    () => {
      const value = group.values.length === 0 ? undefined : chance.pick(group.values).value;
      if (value === undefined) return;
      value.value = mutate(value.value, chance);
      value.version++;
    },
    () => {
      const policy = group.policies.length === 0 ? undefined : chance.pick(group.policies).value;
      if (policy?.policy === undefined) return;
      policy.policy.value = mutate(policy.policy.value, chance);
      policy.version++;
    },
    () => {
      group.groups.splice(chance.below(group.groups.length + 1), 1);
      group.version++;
    },
    () => {
      const key = chance.pick(['', '.', 'a b', '__proto__', 'New', 'x'.repeat(250)]);
      group.values.push({
        key,
        value: { version: 0n, value: chance.bytes(5), modPolicy: 'Admins' },
      });
      group.version++;
    },
    () => {
      group.modPolicy = chance.pick(['', '/', '/Channel', '/Channel/', 'Admins/x', '../Admins']);
      group.version++;
    },
  ]);
  change();
}

const entry = (value: Uint8Array, metadata: StateEntry['metadata'] = []): StateEntry => ({
  value,
  metadata,
  version: { blockNum: 1n, txNum: 0n },
});

/** A state in which the definition of `cc` has some values changed. */
function definition(chance: Chance): Pick<StateView, 'get'> {
  const collections = inputOf(CollectionConfigPackage)(chance);
  const values = new Map<string, Buffer>(
    definitionEntries('cc', { policy: inputOf(ApplicationPolicy)(chance), collections }),
  );
  for (const [key, value] of values) {
    if (!chance.once(4)) continue;
    const other = chance.pick([
      inputOf(StateData),
      inputOf(StateMetadata),
      () => mutate(value, chance),
    ]);
    values.set(key, other(chance));
  }
  return {
    get: (space, key) => {
      const value = space === LIFECYCLE ? values.get(key) : undefined;
      return value && entry(value);
    },
  };
}

/** A state in which every key has this policy. */
const guarded = (chance: Chance): StateEntry =>
  entry(Buffer.of(), [
    { name: 'VALIDATION_PARAMETER', value: inputOf(SignaturePolicyEnvelope)(chance) },
  ]);

const targets = () => [
  target('policy of an application', {
    input: inputOf(ApplicationPolicy),
    read: (bytes) => evaluateApplicationPolicy(bytes, signers, bundle),
    refuses: nothing,
  }),
  target('signature policy', {
    input: inputOf(SignaturePolicyEnvelope),
    read: (bytes) =>
      evaluateSignaturePolicy(decode(SignaturePolicyEnvelope, bytes), signers, bundle),
    refuses: refusedAs('WireError'),
  }),
  target('policy of a key', {
    input: guarded,
    read: (state) => {
      const found = new KeyPolicies(5n, { get: () => state }).find('cc', {
        collection: undefined,
        key: 'k',
      });
      if (found !== undefined) evaluateSignaturePolicy(found.policy, signers, bundle);
    },
    refuses: halted,
  }),
  target('definition of a chaincode', {
    input: definition,
    read: (state) => {
      const source = new PolicySource(bundle, state);
      const found = source.chaincode('cc');
      if ('policy' in found) evaluateApplicationPolicy(found.policy, signers, bundle);
    },
    refuses: halted,
  }),
  target('collections of a chaincode', {
    input: definition,
    read: (state) => new PolicySource(bundle, state).collection('cc', 'collA'),
    refuses: halted,
  }),
  target('collection by its name', {
    input: definition,
    read: (state) => collectionConfig(state, 'cc', 'collA'),
    refuses: refusedAs('WireError', 'Error'),
  }),
];

const configurationTargets = () => [
  target('configuration', {
    input: (chance) =>
      mutate(chance.once(2) ? genesis : chance.pick(corpus.of(ConfigEnvelope)), chance),
    read: (bytes) => ChannelBundle.fromEnvelope('trade', bytes),
    refuses: refusedConfiguration,
  }),
  target('next configuration', {
    input: nextConfiguration,
    read: (bytes) => bundle.next(bytes),
    refuses: refusedConfiguration,
  }),
];

test(
  'policies and definitions that make no sense are met by nothing, or stop the block',
  async () => {
    const outcomes = await fuzz('policies and definitions', targets(), sampleOf(150, 10_000));
    for (const { name, accepted } of outcomes) expect([name, accepted > 0]).toEqual([name, true]);
  },
  searchTimeoutMs,
);

test(
  'configurations that make no sense are refused',
  async () => {
    const outcomes = await fuzz('configurations', configurationTargets(), sampleOf(60, 4_000));
    for (const { name, accepted } of outcomes) expect([name, accepted > 0]).toEqual([name, true]);
  },
  searchTimeoutMs,
);
