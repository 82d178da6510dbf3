import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differenceText } from '@argosy/ledger/replay/difference';
import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import { replay } from '@argosy/ledger/replay/replay';
import type { Tally } from '@argosy/ledger/replay/tally';
import { blockSignatures } from '@argosy/protocol/block-signature';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { describe, expect, test } from '@jest/globals';
import { RECORDED, recordedBlocks, recordedFolder as folderOf } from '../support/recorded.js';

/** Sizes as the recorder counted them, in its notes and by hand; block 0 is not judged, and counts only by its hashes. */
const sizes = [
  [
    'a-raft-mixed',
    {
      blocks: 206,
      transactions: 3003,
      codes: 3003,
      storedCodes: 3003,
      hashes: 3 * 206,
      headers: 3001,
      unreadHeaders: 3,
      commitHashes: 205,
      storedCommitHashes: 205,
      publicKeys: 691,
      privateHashes: 163,
      withMetadata: 21,
      clearValues: 188,
      supersededClearValues: 0,
      answers: 72,
      histories: 103,
      laterChanges: 0,
      indexEntries: 2318,
    },
  ],
  [
    'c-keylevel-private',
    {
      blocks: 160,
      transactions: 1604,
      codes: 1604,
      storedCodes: 1604,
      hashes: 3 * 160,
      headers: 1604,
      unreadHeaders: 1,
      commitHashes: 159,
      storedCommitHashes: 159,
      publicKeys: 459,
      privateHashes: 155,
      withMetadata: 26,
      clearValues: 186,
      supersededClearValues: 0,
      answers: 96,
      histories: 103,
      laterChanges: 0,
      indexEntries: 914,
    },
  ],
  [
    'e-bft-mixed',
    {
      blocks: 67,
      transactions: 944,
      codes: 944,
      storedCodes: 944,
      hashes: 3 * 67,
      headers: 944,
      unreadHeaders: 1,
      commitHashes: 66,
      storedCommitHashes: 66,
      publicKeys: 452,
      privateHashes: 110,
      withMetadata: 9,
      clearValues: 127,
      supersededClearValues: 0,
      answers: 37,
      histories: 103,
      // Its peer was asked for histories before the last two blocks came.
      laterChanges: 3,
      indexEntries: 730,
    },
  ],
  [
    'f-config',
    {
      blocks: 128,
      transactions: 625,
      codes: 625,
      storedCodes: 625,
      hashes: 3 * 128,
      headers: 626,
      unreadHeaders: 0,
      commitHashes: 127,
      storedCommitHashes: 127,
      publicKeys: 409,
      privateHashes: 84,
      withMetadata: 2,
      clearValues: 95,
      supersededClearValues: 0,
      answers: 26,
      histories: 103,
      laterChanges: 0,
      indexEntries: 541,
    },
  ],
] as const satisfies readonly (readonly [(typeof RECORDED)[number], Partial<Tally>])[];

describe('a ledger recorded from real Fabric, judged anew, comes to all that was recorded', () => {
  test.each(sizes)(
    '%s',
    async (name, size) => {
      const report = await replay(recordedFolder(folderOf(name)));
      expect(report.differences.map(differenceText)).toEqual([]);
      expect(report.notCompared).toEqual([]);
      expect(report.channel).toBe('ch1');
      expect(report.tally).toMatchObject(size);
    },
    120_000,
  );

  test('and is so on disk, too', async () => {
    const database = mkdtempSync(join(tmpdir(), 'argosy-replay-'));
    try {
      const report = await replay(recordedFolder(folderOf('f-config')), { database });
      expect(report.differences).toEqual([]);
      expect(report.tally.blocks).toBe(128);
    } finally {
      rmSync(database, { recursive: true });
    }
  }, 120_000);
});

test.each(RECORDED)('the blocks of %s are read and written again byte for byte', (name) => {
  const blocks = recordedBlocks(name);
  expect(blocks.length).toBeGreaterThan(60);
  for (const bytes of blocks) expect(encode(Block, decode(Block, bytes)).equals(bytes)).toBe(true);
});

test('of the three consenters who signed a block, two are too few', () => {
  const [genesis, ...blocks] = recordedBlocks('e-bft-mixed');
  const bundle = ChannelBundle.fromBlock(genesis ?? Buffer.alloc(0));
  const policy = '/Channel/Orderer/BlockValidation';
  for (const bytes of blocks) {
    const signatures = blockSignatures(decode(Block, bytes), bundle);
    expect(signatures).toHaveLength(3);
    expect(bundle.policies.evaluate(policy, signatures).satisfied).toBe(true);
    for (const left of signatures) {
      const two = signatures.filter((it) => it !== left);
      expect(bundle.policies.evaluate(policy, two).satisfied).toBe(false);
    }
  }
});
