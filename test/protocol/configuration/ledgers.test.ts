import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isConfigTransaction, metadataOf } from '@argosy/protocol/block';
import { ChannelBundle, ConfigRefused } from '@argosy/protocol/channel-config';
import { overlay } from '@argosy/protocol/configuration/apply';
import { computeUpdate } from '@argosy/protocol/configuration/compute-update';
import { flatten } from '@argosy/protocol/configuration/elements';
import type { Elements } from '@argosy/protocol/configuration/elements';
import { difference } from '@argosy/protocol/configuration/equal';
import { proposeUpdate } from '@argosy/protocol/configuration/propose';
import { quorumPolicyFault } from '@argosy/protocol/configuration/quorum-policy';
import { readTree, writeTree } from '@argosy/protocol/configuration/tree';
import { readUpdate } from '@argosy/protocol/configuration/update-envelope';
import { Block, Envelope, Payload } from '@argosy/protocol/messages/common';
import {
  ConfigEnvelope,
  ConfigUpdate,
  ConfigUpdateEnvelope,
} from '@argosy/protocol/messages/configuration';
import type { ConfigGroupNode } from '@argosy/protocol/messages/configuration';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { RECORDED, recordedBlocks } from '../../support/recorded.js';

type ConfigurationMessage = Decoded<typeof ConfigEnvelope>;

/** A configuration that a recorded ledger holds as valid, and the number of its block. */
interface Recorded {
  readonly block: number;
  readonly envelope: Uint8Array;
}

function configurations(blocks: readonly Uint8Array[]): Recorded[] {
  return blocks.flatMap((bytes, block) => {
    const message = decode(Block, bytes);
    const flags = metadataOf(message, 'transactionsFilter');
    return (message.data?.data ?? [])
      .filter((entry, i) => isConfigTransaction(entry) && flags[i] === 0)
      .map((entry) => ({ block, envelope: decode(Payload, decode(Envelope, entry).payload).data }));
  });
}

/** Each recorded configuration with the bundle before it. */
function* steps(blocks: readonly Uint8Array[]): Generator<Recorded & { before: ChannelBundle }> {
  let before = ChannelBundle.fromBlock(blocks[0] ?? Buffer.of());
  for (const recorded of configurations(blocks).slice(1)) {
    yield { ...recorded, before };
    before = before.next(recorded.envelope);
  }
}

/** How many configurations each ledger holds beside block 0's, and in which block Writers is opened to unsigned envelopes. */
const facts = {
  'a-raft-mixed': { changes: 10, opened: [71] },
  'c-keylevel-private': { changes: 5, opened: [] },
  'e-bft-mixed': { changes: 8, opened: [30] },
  'f-config': { changes: 25, opened: [32] },
} as const;

describe.each(RECORDED)('the configurations of %s', (name) => {
  const blocks = recordedBlocks(name);
  const all = [...steps(blocks)];

  test('follow one another, each with the next sequence', () => {
    expect(all).toHaveLength(facts[name].changes);
    for (const { before, envelope } of all)
      expect(before.next(envelope).sequence).toBe(before.sequence + 1n);
  });

  test('keep what was read of organisations that did not change', () => {
    const kept = all.filter(({ before, envelope }) => before.next(envelope).msps === before.msps);
    const same = all.filter(({ before, envelope }) => {
      const { tree } = before.next(envelope);
      return mspValues(tree) === mspValues(before.tree);
    });
    expect(same.length).toBeGreaterThan(0);
    expect(kept.length).toBe(same.length);
  });

  test('are computed again as they were, in the fewest elements', () => {
    for (const { before, envelope } of all) {
      const desired = before.next(envelope).tree;
      const { channelId, tree: current } = before;
      const ours = setsOf(decode(ConfigUpdate, computeUpdate({ channelId, current, desired })));
      expect(difference(overlay(flatten(current), ours.changed), desired)).toBeUndefined();
      const recorded = decode(ConfigEnvelope, envelope).lastUpdate;
      if (recorded === undefined) throw new Error('a recorded configuration has no update');
      const theirs = setsOf(readUpdate(recorded).update);
      expect([...ours.read.keys()].sort()).toEqual([...theirs.read.keys()].sort());
      expect([...ours.changed.keys()].sort()).toEqual([...theirs.changed.keys()].sort());
    }
  });

  test('are proposed again, save where Writers is opened to unsigned envelopes', () => {
    const refused = all.filter(({ before, envelope }) => {
      const { tree } = before.next(envelope);
      return messageOf(() => proposeUpdate(before, tree))?.includes('no signature at all');
    });
    expect(refused.map(({ block }) => block)).toEqual(facts[name].opened);
  });

  test('have blocks that a quorum must sign, where consenters sign by number', () => {
    for (const { before } of all) expect(quorumPolicyFault(before)).toBeUndefined();
  });

  test.each<[string, (message: ConfigurationMessage) => void, RegExp]>([
    [
      'the sequence in force',
      (it) => (config(it).sequence -= 1n),
      /has sequence \d+, and the next/,
    ],
    ['a sequence left out', (it) => (config(it).sequence += 1n), /has sequence \d+, and the next/],
    ['no update', (it) => (it.lastUpdate = undefined), /does not carry the update/],
    ['no signatures', (it) => changeSigned(it, (u) => (u.signatures = [])), /do not meet/],
    [
      'signatures over something else',
      (it) =>
        changeSigned(it, (u) => {
          for (const one of u.signatures)
            one.signatureHeader = Buffer.concat([one.signatureHeader, unknownField]);
        }),
      /do not meet/,
    ],
    [
      'an update for another channel',
      (it) => changeUpdate(it, (u) => (u.channelId = 'another')),
      /for channel "another"/,
    ],
    ['no write set', (it) => changeUpdate(it, (u) => (u.writeSet = undefined)), /changes nothing/],
    [
      'a value that the update does not make',
      (it) => valueOf(root(it), 'BlockDataHashingStructure', (one) => (one.version += 1n)),
      /\[Value\] {2}\/Channel\/BlockDataHashingStructure: the last update does not make/,
    ],
    [
      'an unknown field that the update does not make',
      (it) => (root(it).$unknown = unknownField),
      /\[Group\] {2}\/Channel: the last update does not make/,
    ],
    [
      'a policy left out',
      (it) => (root(it).policies = root(it).policies.filter(({ key }) => key !== 'Readers')),
      /\[Policy\] \/Channel\/Readers: the last update does not make/,
    ],
  ])('are refused with %s', (_, change, expected) => {
    for (const { before, envelope } of all) {
      const message = decode(ConfigEnvelope, envelope);
      change(message);
      expect(messageOf(() => before.next(encode(ConfigEnvelope, message)))).toMatch(expected);
    }
  });

  test('are refused in words, whichever bytes of them change', () => {
    const last = all.at(-1);
    if (last === undefined) throw new Error('the ledger has no configuration');
    const { before, envelope } = last;
    const place = fc.nat(envelope.length - 1);
    fc.assert(
      fc.property(place, fc.nat(255), fc.nat(4), (at, byte, length) => {
        const bytes = Buffer.concat([
          envelope.subarray(0, at),
          Buffer.alloc(length, byte),
          envelope.subarray(at + 1),
        ]);
        // Anything else than a refusal is thrown again and fails the test.
        messageOf(() => before.next(bytes));
      }),
      { numRuns: 200 },
    );
  });

  test('are the same in any order of their elements', () => {
    for (const { before, envelope } of all) {
      const message = decode(ConfigEnvelope, envelope);
      reverse(root(message));
      const { tree } = before.next(encode(ConfigEnvelope, message));
      expect(difference(tree, before.next(envelope).tree)).toBeUndefined();
    }
  });

  test('are written again as trees', () => {
    for (const { before } of all) {
      expect(difference(readTree(writeTree(before.tree) as ConfigGroupNode), before.tree)).toBe(
        undefined,
      );
    }
  });
});

const unknownField = Buffer.from('7a0101', 'hex');

function messageOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
    throw error;
  }
}

const mspValues = (tree: ChannelBundle['tree']): string =>
  [...flatten(tree)]
    .filter(([key]) => key.endsWith('/MSP') || key === '[Value]  /Channel/Capabilities')
    .map(([key, { item }]) =>
      'value' in item ? `${key}=${Buffer.from(item.value).toString('hex')}` : key,
    )
    .sort()
    .join();

function setsOf(update: Decoded<typeof ConfigUpdate>): { read: Elements; changed: Elements } {
  const read = flatten(update.readSet && readTree(update.readSet));
  const write = flatten(update.writeSet && readTree(update.writeSet));
  const changed = [...write].filter(
    ([key, { item }]) => read.get(key)?.item.version !== item.version,
  );
  return { read, changed: new Map(changed) };
}

function config({ config: found }: ConfigurationMessage): { sequence: bigint } {
  if (found === undefined) throw new Error('no configuration');
  return found;
}

function root(message: ConfigurationMessage): ConfigGroupNode {
  const group = message.config?.channelGroup;
  if (group === undefined) throw new Error('no configuration');
  return group;
}

function valueOf(
  group: ConfigGroupNode,
  name: string,
  change: (value: { version: bigint }) => void,
): void {
  const value = group.values.find(({ key }) => key === name)?.value;
  if (value === undefined) throw new Error(`no value ${name}`);
  change(value);
}

function changeSigned(
  message: ConfigurationMessage,
  change: (signed: Decoded<typeof ConfigUpdateEnvelope>) => void,
): void {
  const envelope = message.lastUpdate;
  if (envelope === undefined) throw new Error('no update');
  const payload = decode(Payload, envelope.payload);
  const signed = decode(ConfigUpdateEnvelope, payload.data);
  change(signed);
  payload.data = encode(ConfigUpdateEnvelope, signed);
  envelope.payload = encode(Payload, payload);
}

const changeUpdate = (
  message: ConfigurationMessage,
  change: (update: Decoded<typeof ConfigUpdate>) => void,
): void =>
  changeSigned(message, (signed) => {
    const update = decode(ConfigUpdate, signed.configUpdate);
    change(update);
    signed.configUpdate = encode(ConfigUpdate, update);
  });

function reverse(group: ConfigGroupNode): void {
  group.groups.reverse();
  group.values.reverse();
  group.policies.reverse();
  for (const { value } of group.groups) if (value !== undefined) reverse(value);
}
