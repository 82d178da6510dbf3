/** Transactions with any layer changed, signed by all who are to sign, in blocks that are sound otherwise. */
import { expect, test } from '@jest/globals';
import { BlockRejected } from '@argosy/ledger/verdict';
import { Block } from '@argosy/protocol/messages/common';
import { WireError, decode, encode } from '@argosy/protocol/wire';
import type { Chance } from '../support/chance.js';
import { TestChannel } from '../support/channel.js';
import { fuzz, target } from '../support/fuzzing.js';
import { chanceFor, figure, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { mutate } from '../support/mutations.js';
import { seal } from '../support/sealed.js';
import type { Layer, Parts } from '../support/sealed.js';
import { Scene } from '../mutation/scene.js';
import type { Base } from '../mutation/scene.js';

const BASES: readonly Base[] = [
  'write',
  'range',
  'summary',
  'metadata',
  'private',
  'event',
  'cross',
];
const LAYERS: readonly Layer[] = [
  ...(['channelHeader', 'extension', 'signatureHeader', 'actionHeader', 'proposal'] as const),
  ...(['publicSet', 'hashedSet', 'results', 'event', 'action', 'response'] as const),
  ...(['actionPayload', 'transaction', 'header', 'payload', 'signature'] as const),
];
const PER_BLOCK = 10;

/** Parts of every kind, made once: what they read may be stale by the time that they are sealed. */
async function samples(scene: Scene, chance: Chance): Promise<Parts[]> {
  const parts: Parts[] = [];
  for (const base of BASES) parts.push(await scene.parts(base, chance));
  return parts;
}

/** Change one layer of a transaction, a few times over. */
function hostile(parts: Parts, chance: Chance): Buffer {
  const layer = chance.pick(LAYERS);
  const times = 1 + chance.below(2);
  const rewrite = (bytes: Buffer): Buffer => {
    let changed = bytes;
    for (let i = 0; i < times; i++) changed = mutate(changed, chance);
    return changed;
  };
  return seal({ ...parts, rewrite: { [layer]: rewrite } }).entry;
}

async function openScene(): Promise<Scene> {
  return Scene.open(new TestChannel({ consensus: 'etcdraft' }));
}

const refused = (error: unknown): boolean =>
  error instanceof BlockRejected && /\w+ \w+ \w+/.test(error.message);

/** A ledger that was given such things still takes what is good. */
async function requireSound(scene: Scene, chance: Chance): Promise<void> {
  const good = seal(await scene.parts('write', chance));
  expect(await scene.stage.commit(good.entry)).toEqual([0]);
}

test(
  'transactions end in flags, or in a refused block',
  async () => {
    const scene = await openScene();
    const seen = new Set<number>();
    const known = await samples(scene, chanceFor('samples'));
    const transactions = target('validate', {
      input: (chance) =>
        Array.from({ length: PER_BLOCK }, () => hostile(chance.pick(known), chance)),
      read: async (entries) => {
        for (const code of await commitInParts(scene, entries)) seen.add(code);
      },
      refuses: refused,
    });
    const runs = sampleOf(30, 5_000);
    await fuzz('blocks of hostile transactions', [transactions], runs);
    figure(`hostile transactions: ${runs * PER_BLOCK}, flags ${[...seen].sort().join(', ')}`);
    expect(seen.size).toBeGreaterThanOrEqual(sampleOf(7, 10));
    await requireSound(scene, chanceFor('sound'));
  },
  searchTimeoutMs,
);

/** Commit the entries in one block; where one of them stops it, each in a block of its own. */
async function commitInParts(scene: Scene, entries: readonly Buffer[]): Promise<number[]> {
  try {
    return await scene.stage.commit(...entries);
  } catch (error) {
    if (!refused(error)) throw error;
  }
  const codes: number[] = [];
  for (const entry of entries) {
    try {
      codes.push(...(await scene.stage.commit(entry)));
    } catch (error) {
      if (!refused(error)) throw error;
    }
  }
  return codes;
}

test(
  'blocks end in a commit, or are refused whole and leave no trace',
  async () => {
    const scene = await openScene();
    const { stage } = scene;
    const [parts] = await samples(scene, chanceFor('samples'));
    if (parts === undefined) throw new Error('there are no samples');
    const blocks = target('commit', {
      input: (chance) => {
        const entry = chance.once(2) ? seal(parts).entry : mutate(seal(parts).entry, chance);
        return mutate(encode(Block, stage.block([entry])), chance);
      },
      read: async (bytes) => {
        const { height, lastHeaderHash } = stage.ledger;
        try {
          await stage.commitBlock(decode(Block, bytes));
        } catch (error) {
          const same = Buffer.compare(stage.ledger.lastHeaderHash, lastHeaderHash) === 0;
          if (stage.ledger.height !== height || !same)
            throw new TypeError('a refused block left a trace', { cause: error });
          throw error;
        }
      },
      refuses: (error) => error instanceof WireError || refused(error),
    });
    await fuzz('blocks with bytes changed', [blocks], sampleOf(150, 20_000));
    await requireSound(scene, chanceFor('sound'));
  },
  searchTimeoutMs,
);
