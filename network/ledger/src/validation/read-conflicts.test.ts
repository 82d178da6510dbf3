import { describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { compareUtf8 } from '@argosy/protocol/utf8-order';
import { validationCode } from '@argosy/protocol/validation-code';
import { MerkleSummary } from '../merkle-summary.js';
import { hashedSpace } from '../spaces.js';
import type { StateEntry, StateView } from '../state.js';
import { UpdateBatch } from '../update-batch.js';
import { judgeReads } from './read-conflicts.js';
import type { NamespaceSet } from './read-write-set.js';

const { MVCC_READ_CONFLICT: STALE, PHANTOM_READ_CONFLICT: PHANTOM } = validationCode;
const at = (block: number, index: number) => ({ blockNum: BigInt(block), txNum: BigInt(index) });
const entry = (version = at(5, 0)): StateEntry => ({ value: Buffer.of(1), metadata: [], version });
const hash = sha256(Buffer.from('k'));
const hex = hash.toString('hex');
const secret = hashedSpace('cc', 'secret');

/** The state after block 8: `a`, `c` and `e` of `cc`, and `k` of its collection, all of transaction 0 of block 5. */
const stored: Readonly<Record<string, readonly string[]>> = {
  cc: ['a', 'c', 'e'],
  [secret]: [hex],
};
const state: StateView = {
  height: 9n,
  get: (space, key) => (stored[space]?.includes(key) === true ? entry() : undefined),
  async *range(space, start, end) {
    for (const key of stored[space] ?? [])
      if (compareUtf8(key, start) >= 0 && (end === '' || compareUtf8(key, end) < 0))
        yield [key, entry()] as const;
  },
};

type Range = NamespaceSet['set']['rangeQueriesInfo'][number];
type Reads = NamespaceSet['set']['reads'];
const range = (startKey: string, endKey: string, more: Partial<Range> = {}): Range => ({
  startKey,
  endKey,
  itrExhausted: true,
  rawReads: undefined,
  readsMerkleHashes: undefined,
  ...more,
});
const found = (...keys: readonly string[]): Partial<Range> => ({
  rawReads: { kvReads: keys.map((key) => ({ key, version: at(5, 0) })) },
});
const part = (
  more: { namespace?: string; reads?: Reads; ranges?: Range[]; hashedReads?: Reads } = {},
): NamespaceSet => ({
  namespace: more.namespace ?? 'cc',
  set: {
    reads: more.reads ?? [],
    rangeQueriesInfo: more.ranges ?? [],
    writes: [],
    metadataWrites: [],
  },
  hashed: [
    {
      collection: 'secret',
      privateHash: Buffer.of(),
      set: {
        hashedReads: (more.hashedReads ?? []).map(({ version }) => ({ keyHash: hash, version })),
        hashedWrites: [],
        metadataWrites: [],
      },
    },
  ],
});

/** What an earlier transaction of the block, the one at position 3, wrote and deleted. */
function batchOf(changes: Readonly<Record<string, 'written' | 'deleted'>> = {}): UpdateBatch {
  const batch = new UpdateBatch(state);
  for (const [key, what] of Object.entries(changes))
    batch.put('cc', key, what === 'written' ? entry(at(9, 3)) : undefined, at(9, 3));
  return batch;
}
const judge = (set: NamespaceSet, batch = batchOf()) => judgeReads([set], { state, batch });

describe('a read', () => {
  test('of the version that stands, or of nothing where nothing stands, is good', async () => {
    const reads = [
      { key: 'a', version: at(5, 0) },
      { key: 'b', version: undefined },
    ];
    expect(await judge(part({ reads, hashedReads: reads.slice(0, 1) }))).toBeUndefined();
  });

  test.each([
    ['another version', { key: 'a', version: at(5, 1) }, at(5, 0)],
    ['what is not there', { key: 'b', version: at(5, 0) }, undefined],
    ['nothing where something is', { key: 'a', version: undefined }, at(5, 0)],
  ])('of %s is told with both versions', async (_, read, now) => {
    const verdict = await judge(part({ reads: [read] }));
    const finding = { namespace: 'cc', key: read.key, read: read.version, found: now };
    expect(verdict).toMatchObject({ code: STALE, finding });
    expect(verdict?.finding?.other).toBeUndefined();
  });

  test('of what the block changed is told with the transaction, whether it wrote or deleted', async () => {
    for (const what of ['written', 'deleted'] as const) {
      const read = { key: 'a', version: at(5, 0) };
      const verdict = await judge(part({ reads: [read] }), batchOf({ a: what }));
      expect(verdict?.finding?.other).toEqual({ block: 9n, index: 3 });
      expect(verdict?.finding?.found).toEqual(what === 'written' ? at(9, 3) : undefined);
      expect(verdict?.reason).toContain(what === 'written' ? 'writes it' : 'deletes it');
    }
  });

  test('of a hashed key is told with its collection', async () => {
    const stale = { key: 'k', version: at(4, 0) };
    expect(await judge(part({ hashedReads: [stale] }))).toMatchObject({
      code: STALE,
      finding: { namespace: 'cc', collection: 'secret', key: hex, found: at(5, 0) },
    });
  });

  test('that names the space of private data as a namespace finds nothing there', async () => {
    const reads = [{ key: hex, version: at(5, 0) }];
    expect((await judge(part({ namespace: secret, reads })))?.code).toBe(STALE);
    const absent = [{ key: hex, version: undefined }];
    expect(await judge(part({ namespace: secret, reads: absent }))).toBeUndefined();
    const empty = [range('', '')];
    expect(await judge(part({ namespace: secret, ranges: empty }))).toBeUndefined();
  });
});

test('public reads come first, then ranges, then hashed reads', async () => {
  const stale = [{ key: 'k', version: at(1, 1) }];
  const wrong = [range('a', 'z')];
  const codes = [
    part({ reads: stale, ranges: wrong, hashedReads: stale }),
    part({ ranges: wrong, hashedReads: stale }),
    part({ hashedReads: stale }),
  ].map(async (set) => (await judge(set))?.code);
  expect(await Promise.all(codes)).toEqual([STALE, PHANTOM, STALE]);
  const both = [part({ ranges: wrong }), part({ reads: stale })];
  expect((await judgeReads(both, { state, batch: batchOf() }))?.code).toBe(PHANTOM);
});

describe('a range', () => {
  test.each([
    ['as it stands', range('a', 'e', found('a', 'c')), {}],
    ['to the end', range('b', '', found('c', 'e')), {}],
    [
      'that stopped at its last key',
      range('a', 'c', { ...found('a', 'c'), itrExhausted: false }),
      {},
    ],
    [
      'with what the block wrote, in order',
      range('a', 'f', mixed('a', 'b*', 'c*', 'e')),
      { b: 'written', c: 'written' },
    ],
    ['without what the block deleted', range('a', 'f', found('a', 'e')), { c: 'deleted' }],
    [
      'with what the block wrote behind the rest',
      range('d', '', mixed('e', 'f*')),
      { f: 'written' },
    ],
    [
      'that stopped at a key that the block wrote',
      range('b', 'd', { ...mixed('c', 'd*'), itrExhausted: false }),
      { d: 'written' },
    ],
    ['whose end comes before its start', range('z', 'b'), {}],
  ] as const)('%s is good', async (_, info, changes) => {
    expect(await judge(part({ ranges: [info] }), batchOf(changes))).toBeUndefined();
  });

  test.each([
    ['a key more', range('a', 'd', found('a')), {}, { key: 'c', read: undefined, found: at(5, 0) }],
    [
      'a key less',
      range('a', 'd', found('a', 'b', 'c')),
      {},
      { key: 'b', read: at(5, 0), found: undefined },
    ],
    [
      'a key less at the end',
      range('a', 'd', found('a', 'c', 'd')),
      {},
      { key: 'd', found: undefined },
    ],
    [
      'another version',
      range('a', 'd', mixed('a', 'c*')),
      {},
      { key: 'c', read: at(9, 3), found: at(5, 0) },
    ],
    [
      'a key that the block wrote',
      range('a', 'd', found('a', 'c')),
      { b: 'written' },
      { key: 'b', other: { block: 9n, index: 3 } },
    ],
    [
      'no last key, where the block deleted it',
      range('a', 'c', { ...found('a', 'c'), itrExhausted: false }),
      { c: 'deleted' },
      { key: 'c', found: undefined },
    ],
  ] as const)('with %s is told with the first difference', async (_, info, changes, finding) => {
    const verdict = await judge(part({ ranges: [info] }), batchOf(changes));
    expect(verdict).toMatchObject({ code: PHANTOM, finding: { namespace: 'cc', ...finding } });
  });

  const versionless: Partial<Range> = { rawReads: { kvReads: [{ key: 'a', version: undefined }] } };
  const summary = (maxDegree: number, maxLevel = 1, hashes = [sha256(Buffer.of())]) => ({
    readsMerkleHashes: { maxDegree, maxLevel, maxLevelHashes: hashes },
  });
  test.each([
    ['a result without a version', range('a', 'b', versionless)],
    ['a summary of degree 0', range('a', '', summary(0))],
    ['a summary of degree 1', range('a', '', summary(1))],
    ['a summary of the highest degree', range('a', '', summary(0xffff_ffff))],
    ['an empty summary of nothing', range('x', '', summary(2, 0, []))],
    ['a summary of level 0', range('a', '', summary(2, 0, []))],
    ['a summary of so few results that none was to be made', range('a', 'b', summary(2, 1, []))],
  ])('with %s counts as another result', async (_, info) => {
    expect((await judge(part({ ranges: [info] })))?.code).toBe(PHANTOM);
  });

  test('with a summary of what stands is good, and is not once a result is another', async () => {
    const merkle = new MerkleSummary(2);
    for (const key of ['a', 'c', 'e']) merkle.add({ key, version: at(5, 0) });
    const { maxDegree = 0, maxLevel = 0, maxLevelHashes = [] } = merkle.finish() ?? {};
    const readsMerkleHashes = { maxDegree, maxLevel, maxLevelHashes: [...maxLevelHashes] };
    const ranges = [range('a', '', { readsMerkleHashes })];
    expect(await judge(part({ ranges }))).toBeUndefined();
    expect((await judge(part({ ranges }), batchOf({ c: 'deleted' })))?.code).toBe(PHANTOM);
    expect((await judge(part({ ranges }), batchOf({ f: 'written' })))?.code).toBe(PHANTOM);
  });
});

/** Results of which those with a star are in the version that the block wrote. */
function mixed(...keys: readonly string[]): Partial<Range> {
  const kvReads = keys.map((key) => ({
    key: key.replace('*', ''),
    version: key.endsWith('*') ? at(9, 3) : at(5, 0),
  }));
  return { rawReads: { kvReads } };
}
