import { beforeAll, describe, expect, test } from '@jest/globals';
import { requireSuccessor } from '@argosy/ledger/successor';
import type { ChainPosition } from '@argosy/ledger/successor';
import { BlockRejected } from '@argosy/ledger/verdict';
import { headerHash, headerOf, isConfigTransaction } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { WireError, decode } from '@argosy/protocol/wire';
import { layoutOf, signatureCount } from '../support/block-layout.js';
import type { Position, Region } from '../support/block-layout.js';
import type { Chance } from '../support/chance.js';
import { chanceFor, figure, replayHint, sampleOf, searchTimeoutMs } from '../support/long-run.js';
import { recordedBlocks } from '../support/recorded.js';
import type { RecordedName } from '../support/recorded.js';
import { rawTable, refusals } from './raw-table.js';
import type { RawOutcome } from './raw-table.js';

interface Stored {
  readonly bytes: Buffer;
  /** What the block must continue. */
  readonly chain: ChainPosition;
  /** How many of its signatures may be bad. */
  readonly spare: number;
}

/** The blocks of a recorded ledger, each with what it continues. */
function storedBlocks(name: RecordedName, quorum: number): Stored[] {
  const [genesis = Buffer.of(), ...others] = recordedBlocks(name);
  const bundle = ChannelBundle.fromBlock(genesis);
  let lastHeaderHash = headerHash(headerOf(decode(Block, genesis)));
  const stored: Stored[] = [];
  for (const [i, bytes] of others.entries()) {
    const block = decode(Block, bytes);
    const chain = { bundle, height: BigInt(i + 1), lastHeaderHash };
    stored.push({ bytes, chain, spare: signatureCount(bytes) - quorum });
    if (isConfigTransaction(block.data?.data[0] ?? Buffer.of())) break;
    lastHeaderHash = headerHash(headerOf(block));
  }
  return stored;
}

/** The outcome as the table names it; an unforeseen refusal in its own words. */
function outcomeOf(bytes: Uint8Array, chain: ChainPosition): string {
  try {
    requireSuccessor(decode(Block, bytes), chain);
    return 'accepted';
  } catch (error) {
    if (error instanceof WireError) return 'undecodable';
    if (!(error instanceof BlockRejected)) return String(error);
    const { message } = error;
    const named = Object.entries(refusals).find(([, words]) => words.test(message));
    return named?.[0] ?? message;
  }
}

/** A byte of a position that is drawn first, so that the few bytes of a header are tried as often as the many of the data. */
function change(bytes: Buffer, regions: ReadonlyMap<Position, readonly Region[]>, chance: Chance) {
  const position = chance.pick([...regions.keys()]);
  const { start, end } = chance.pick(regions.get(position) ?? []);
  const at = start + chance.below(end - start);
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ (1 + chance.below(255));
  return { position, at, changed };
}

function byPosition(bytes: Buffer): Map<Position, Region[]> {
  const grouped = new Map<Position, Region[]>();
  for (const region of layoutOf(bytes)) {
    grouped.set(region.position, [...(grouped.get(region.position) ?? []), region]);
  }
  return grouped;
}

/** What the table allows, given how many signatures are to spare. */
function allowed(position: Position, spare: number): readonly RawOutcome[] {
  return rawTable[position].outcomes.flatMap((outcome) => {
    if (outcome === 'spare') return spare > 0 ? (['accepted'] as const) : [];
    return outcome === 'signatures' && spare > 0 ? [] : [outcome];
  });
}

describe.each([
  ['e-bft-mixed', 3],
  ['a-raft-mixed', 1],
] as const)('one byte of a block of %s is another', (name, quorum) => {
  let stored: Stored[];

  beforeAll(() => {
    stored = storedBlocks(name, quorum);
  });

  test('as they were recorded, the blocks are accepted', () => {
    expect(stored.length).toBeGreaterThan(10);
    for (const { bytes, chain } of stored) expect(outcomeOf(bytes, chain)).toBe('accepted');
  });

  test(
    'and the refusal names the chain, the data hash or the signatures',
    () => {
      const chance = chanceFor(`raw ${name}`);
      const runs = sampleOf(60, 1500);
      const count = new Map<string, number>();
      for (let run = 0; run < runs; run++) {
        const { bytes, chain, spare } = chance.pick(stored);
        const { position, at, changed } = change(bytes, byPosition(bytes), chance);
        const outcome = outcomeOf(changed, chain);
        const where = `${name} block ${chain.height} byte ${at}, ${position} (${replayHint})`;
        expect([where, allowed(position, spare)]).toEqual([
          where,
          expect.arrayContaining([outcome]),
        ]);
        count.set(outcome, (count.get(outcome) ?? 0) + 1);
      }
      const outcomes = [...count].map(([outcome, times]) => `${outcome} ${times}`).join(', ');
      figure(`raw mutations of ${name}: ${runs}: ${outcomes}`);
      expect(count.size).toBeGreaterThan(3);
    },
    searchTimeoutMs,
  );
});
