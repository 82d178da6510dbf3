/** Transactions with any layer changed, signed by all who are to sign, in blocks that are sound otherwise. */
import { expect, test } from '@jest/globals';
import { BlockRejected } from '@argosy/ledger/verdict';
import { Block } from '@argosy/protocol/messages/common';
import { transactionId } from '@argosy/protocol/proposal';
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

/** The same under another id: one that is spent is not looked at any further. */
function again(parts: Parts, chance: Chance): Parts {
  const nonce = chance.bytes(24);
  const header = { creator: parts.creator.creator, nonce };
  const txId = transactionId(nonce, header.creator);
  return {
    ...parts,
    channelHeader: { ...parts.channelHeader, txId },
    signatureHeader: header,
    actionHeader: header,
  };
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
  return seal({ ...again(parts, chance), rewrite: { [layer]: rewrite } }).entry;
}

/** After so many blocks a ledger is given up for a new one: what it holds must not be taken for what a reader keeps. */
const LEDGER = 250;

/** A ledger with transactions to begin from, replaced now and then. */
class Grounds {
  #blocks = 0;

  private constructor(
    private readonly channel: TestChannel,
    private readonly chance: Chance,
    public scene: Scene,
    public known: readonly Parts[],
  ) {}

  static async open(search: string): Promise<Grounds> {
    const channel = new TestChannel({ consensus: 'etcdraft' });
    const chance = chanceFor(search);
    const scene = await Scene.open(channel);
    return new Grounds(channel, chance, scene, await samples(scene, chance));
  }

  /** To be called before each block. */
  async renewWhenFull(): Promise<void> {
    if (++this.#blocks % LEDGER !== 0) return;
    await this.requireSound();
    this.scene = await Scene.open(this.channel);
    this.known = await samples(this.scene, this.chance);
  }

  /** A ledger that was given such things still takes what is good. */
  async requireSound(): Promise<void> {
    const good = seal(await this.scene.parts('write', this.chance));
    expect(await this.scene.stage.commit(good.entry)).toEqual([0]);
  }
}

const refused = (error: unknown): boolean =>
  error instanceof BlockRejected && /\w+ \w+ \w+/.test(error.message);

test(
  'transactions end in flags, or in a refused block',
  async () => {
    const grounds = await Grounds.open('hostile transactions');
    const seen = new Set<number>();
    const transactions = target('validate', {
      input: (chance) =>
        Array.from({ length: PER_BLOCK }, () => hostile(chance.pick(grounds.known), chance)),
      read: async (entries) => {
        await grounds.renewWhenFull();
        for (const code of await commitInParts(grounds.scene, entries)) seen.add(code);
      },
      refuses: refused,
    });
    const runs = sampleOf(30, 5_000);
    await fuzz('blocks of hostile transactions', [transactions], runs);
    figure(`hostile transactions: ${runs * PER_BLOCK}, flags ${[...seen].sort().join(', ')}`);
    expect(seen.size).toBeGreaterThanOrEqual(sampleOf(7, 10));
    await grounds.requireSound();
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
    const grounds = await Grounds.open('hostile blocks');
    const blocks = target('commit', {
      input: (chance) => {
        const { entry } = seal(again(chance.pick(grounds.known), chance));
        const block = grounds.scene.stage.block([chance.once(2) ? entry : mutate(entry, chance)]);
        return mutate(encode(Block, block), chance);
      },
      read: async (bytes) => {
        await commitOrLeave(grounds.scene, bytes);
        await grounds.renewWhenFull();
      },
      refuses: (error) => error instanceof WireError || refused(error),
    });
    await fuzz('blocks with bytes changed', [blocks], sampleOf(150, 20_000));
    await grounds.requireSound();
  },
  searchTimeoutMs,
);

/** Commit a block, or be refused without a trace. */
async function commitOrLeave({ stage }: Scene, bytes: Uint8Array): Promise<void> {
  const { height, lastHeaderHash } = stage.ledger;
  try {
    await stage.commitBlock(decode(Block, bytes));
  } catch (error) {
    const same = Buffer.compare(stage.ledger.lastHeaderHash, lastHeaderHash) === 0;
    if (stage.ledger.height !== height || !same)
      throw new TypeError('a refused block left a trace', { cause: error });
    throw error;
  }
}
