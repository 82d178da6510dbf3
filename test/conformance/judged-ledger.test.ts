import { join } from 'node:path';
import { recordedFolder } from '@argosy/ledger/replay/recorded-folder';
import { replay } from '@argosy/ledger/replay/replay';
import { expect, test } from '@jest/globals';

/** Chains that tests of ours forged at random, with the flags and commit hashes that a Fabric 3.1.5 peer gave them. */
const judged = [
  ['state', { blocks: 47, transactions: 333, commitHashes: 46 }],
  ['members-a', { blocks: 46, transactions: 208, commitHashes: 45 }],
  ['members-b', { blocks: 47, transactions: 251, commitHashes: 46 }],
] as const;

test.each(judged)('the chain %s is judged as a real peer judged it', async (name, counts) => {
  const folder = join(import.meta.dirname, '../fixtures/judged', name);
  const { differences, tally } = await replay(recordedFolder(folder));
  expect(differences).toEqual([]);
  expect(tally).toMatchObject({ ...counts, codes: counts.transactions });
});
