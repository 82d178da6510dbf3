import { beforeAll, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { signatureCount } from '../support/block-layout.js';
import { chanceFor, figure, replayHint, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import {
  allowed,
  change,
  outcomeOf,
  requireAmong,
  storedBlocks,
  takeNext,
  tryRecorded,
} from './raw.js';
import type { Stored } from './raw.js';
import { rawTable } from './raw-table.js';
import { Scene } from './scene.js';

/** How often each outcome came. */
class Outcomes {
  readonly #count = new Map<string, number>();

  get size(): number {
    return this.#count.size;
  }

  add(outcome: string): void {
    this.#count.set(outcome, (this.#count.get(outcome) ?? 0) + 1);
  }

  report(title: string, runs: number): void {
    const outcomes = [...this.#count].map(([outcome, times]) => `${outcome} ${times}`);
    figure(`raw mutations of ${title}: ${runs}: ${outcomes.join(', ')}`);
  }
}

/** Say with what fails how to see it again. */
async function hinted<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw new Error(`${String(error)} (${replayHint})`, { cause: error });
  }
}

describe.each([
  ['e-bft-mixed', 3],
  ['a-raft-mixed', 1],
] as const)('one byte of a block of %s is another', (name, quorum) => {
  let stored: Stored[];

  beforeAll(() => {
    stored = storedBlocks(name, quorum);
  });

  test('as they were recorded, the blocks are accepted', async () => {
    expect(stored.length).toBeGreaterThan(60);
    for (const one of stored) expect(await outcomeOf(takeNext(one, one.bytes))).toBe('accepted');
  });

  test(
    'and the refusal names the chain, the data hash or the signatures',
    async () => {
      const chance = chanceFor(`raw ${name}`);
      const runs = sampleOf(60, 1500);
      const outcomes = new Outcomes();
      for (let run = 0; run < runs; run++) {
        outcomes.add(await hinted(() => tryRecorded(chance.pick(stored), chance)));
      }
      outcomes.report(name, runs);
      expect(outcomes.size).toBeGreaterThan(3);
    },
    searchTimeoutMs,
  );
});

describe('one byte of a block that a node stored is another', () => {
  let genesisBlock: Buffer;
  let stored: Buffer[];

  beforeAll(async () => {
    const { stage } = await Scene.open();
    const { height } = stage.ledger;
    genesisBlock = stage.channel.genesisBlock;
    stored = Array.from({ length: Number(height) }, (_, i) =>
      Buffer.from(stage.ledger.block(BigInt(i))),
    );
  });

  /** Judge the blocks up to one of them again, that one as it is now. */
  const judge = (number: number, changed: Uint8Array) => async (): Promise<void> => {
    const store = new MemoryBlockStore();
    for (const block of stored.slice(0, number)) await store.append(block);
    await store.append(changed);
    await Ledger.open({ genesisBlock, store, verify: true });
  };

  test('as they were stored, the blocks are confirmed', async () => {
    const last = stored.length - 1;
    expect(last).toBeGreaterThan(3);
    expect(await outcomeOf(judge(last, stored[last]!))).toBe('accepted');
  });

  test(
    'and judging it again names what is',
    async () => {
      const chance = chanceFor('raw stored');
      const runs = sampleOf(40, 1000);
      const outcomes = new Outcomes();
      for (let run = 0; run < runs; run++) {
        const number = 1 + chance.below(stored.length - 1);
        const bytes = stored[number]!;
        const { position, at, changed } = change(bytes, chance);
        const { outcomes: first, again = first } = rawTable[position];
        const outcome = await outcomeOf(judge(number, changed));
        const where = `stored block ${number} byte ${at}, ${position} (${replayHint})`;
        requireAmong(where, outcome, allowed(again, signatureCount(bytes) - 3));
        outcomes.add(outcome);
      }
      outcomes.report('a stored ledger', runs);
      expect(outcomes.size).toBeGreaterThan(4);
    },
    searchTimeoutMs,
  );

  test(
    'block 0 must be the one that the channel begins with',
    async () => {
      const chance = chanceFor('raw genesis');
      for (let run = 0; run < sampleOf(10, 200); run++) {
        const changed = Buffer.from(stored[0]!);
        const at = chance.below(changed.length);
        changed[at] = changed[at]! ^ (1 + chance.below(255));
        await expect(judge(0, changed)()).rejects.toThrow(
          /cannot parse|different networks|not the one that the channel begins with|has no/,
        );
      }
    },
    searchTimeoutMs,
  );
});
