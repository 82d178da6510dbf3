import { expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { QueryReads } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import { MerkleSummary } from './merkle-summary.js';

const reads = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `k${String(i)}`,
    version: { blockNum: 1n, txNum: BigInt(i) },
  }));

function summarise(count: number, degree: number) {
  const summary = new MerkleSummary(degree);
  for (const read of reads(count)) summary.add(read);
  return summary.finish();
}

const leaf = (from: number, to: number): Buffer =>
  sha256(encode(QueryReads, { kvReads: reads(to).slice(from) }));

test('so few results that they are named one by one are not summarised', () => {
  expect(summarise(0, 2)).toBeUndefined();
  expect(summarise(2, 2)).toBeUndefined();
});

test('one result more than the degree makes a leaf, and what is left makes another', () => {
  expect(summarise(3, 2)).toEqual({ maxDegree: 2, maxLevel: 1, maxLevelHashes: [leaf(0, 3)] });
  expect(summarise(4, 2)?.maxLevelHashes).toEqual([leaf(0, 3), leaf(3, 4)]);
});

test('more leaves than the degree are folded into one hash of the next level', () => {
  const folded = sha256(leaf(0, 3), leaf(3, 6), leaf(6, 9));
  expect(summarise(9, 2)).toEqual({ maxDegree: 2, maxLevel: 2, maxLevelHashes: [folded] });
  // A leaf that stands alone below moves up as it is.
  expect(summarise(10, 2)?.maxLevelHashes).toEqual([folded, leaf(9, 10)]);
  expect(summarise(13, 2)?.maxLevelHashes).toEqual([folded, sha256(leaf(9, 12), leaf(12, 13))]);
});

test('at the end, a top that is too wide is folded once more', () => {
  const row = (from: number): Buffer =>
    sha256(leaf(from, from + 3), leaf(from + 3, from + 6), leaf(from + 6, from + 9));
  expect(summarise(19, 2)).toEqual({
    maxDegree: 2,
    maxLevel: 3,
    maxLevelHashes: [sha256(row(0), row(9), leaf(18, 19))],
  });
});

test.each([0, 1])('a degree of %d would never come to an end, and is refused', (degree) => {
  expect(() => new MerkleSummary(degree)).toThrow(RangeError);
});
