import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { QueryReads } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import { TestChannel } from '../../support/channel.js';
import { readWriteSet } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

/** A transaction that reads a key of `cc` as it stands now. */
const reading = (key: string): Buffer =>
  stage.transaction({ cc: { reads: [[key, stage.at(key)]] } });

/** What a range query found: keys as they stand now. */
const found = (...keys: readonly string[]) => ({
  kvReads: keys.map((key) => ({ key, version: stage.entry('cc', key)?.version })),
});
interface Range {
  readonly startKey: string;
  readonly endKey: string;
  readonly itrExhausted: boolean;
}
const querying = (range: Range, ...keys: readonly string[]): Buffer =>
  stage.transaction({
    cc: { ranges: [{ ...range, ...(keys.length > 0 && { rawReads: found(...keys) }) }] },
  });

test('row 55: B:[put K, read K@(5,0)] / B:[read K, put K]', async () => {
  expect(await stage.commit(stage.put('K', '1'), reading('K'))).toEqual([0, 11]);
  expect(await stage.commit(reading('K'), stage.put('K', '2'))).toEqual([0, 0]);
});

test('row 56: two blind puts', async () => {
  const number = Number(stage.ledger.height);
  expect(await stage.commit(stage.put('K', '1'), stage.put('K', '2'))).toEqual([0, 0]);
  expect(stage.value('K')).toBe('2');
  expect(stage.at('K')).toEqual([number, 1]);
});

test('row 57: phantom insert in block', async () => {
  const empty = { startKey: 'a', endKey: 'c', itrExhausted: true };
  expect(await stage.commit(stage.put('b', '1'), querying(empty))).toEqual([0, 12]);
  expect(await stage.commit(querying(empty, 'b'), stage.put('c', '1'))).toEqual([0, 0]);
  expect(await stage.commit(querying(empty, 'b'))).toEqual([0]);
});

test('row 58: phantom at end key', async () => {
  await stage.settle(stage.put('a', '0'), stage.put('m', '0'));
  const upToM = { startKey: 'a', endKey: 'm', itrExhausted: false };
  const remove = stage.transaction({ cc: { writes: [['m', undefined]] } });
  const query = () => querying(upToM, 'a', 'm');
  expect(await stage.commit(stage.put('mm', '1'), query())).toEqual([0, 0]);
  // Where the query had come to its end, the end key does not belong to the range.
  const exhausted = querying({ ...upToM, itrExhausted: true }, 'a');
  expect(await stage.commit(remove, query(), exhausted)).toEqual([0, 12, 0]);
});

test('row 59: 50 vs 51 results', async () => {
  const keys = Array.from({ length: 51 }, (_, i) => `k${String(i).padStart(2, '0')}`);
  await stage.settle(stage.transaction({ cc: { writes: keys.map((key) => [key, '1']) } }));
  const range = (endKey: string) => ({ startKey: 'k', endKey, itrExhausted: true });
  const summary = {
    maxDegree: 50,
    maxLevel: 1,
    maxLevelHashes: [sha256(encode(QueryReads, found(...keys)))],
  };
  const fifty = { ...range('k50'), rawReads: found(...keys.slice(0, 50)) };
  const more = { ...range('l'), readsMerkleHashes: summary };
  const hashless = { ...more, readsMerkleHashes: { ...summary, maxLevelHashes: [] } };
  const query = (info: typeof fifty | typeof more) => stage.transaction({ cc: { ranges: [info] } });
  expect(await stage.commit(query(fifty), query(more), query(hashless))).toEqual([0, 0, 12]);
  expect(await recordedBySimulator('k', 'k50')).toEqual(readWriteSet({ cc: { ranges: [fifty] } }));
  expect(await recordedBySimulator('k', 'l')).toEqual(readWriteSet({ cc: { ranges: [more] } }));
  const [changed, last] = [stage.put('k25', '2'), stage.put('k50', '2')];
  expect(await stage.commit(last, query(fifty), query(more))).toEqual([0, 0, 12]);
  expect(await stage.commit(changed, query(fifty))).toEqual([0, 12]);
});

/** What an endorser's simulator records of a query that is read to its end. */
async function recordedBySimulator(start: string, end: string): Promise<Buffer> {
  return stage.simulate(async (simulator) => {
    const query = simulator.range('cc', start, end);
    while ((await query.next()) !== undefined);
  });
}

test('row 60: read conflict in ns b, phantom in ns a', async () => {
  const stale = ['b', { reads: [['x', [1, 0]]] }] as const;
  const phantom = [
    'a',
    {
      ranges: [
        { startKey: 'x', endKey: 'z', itrExhausted: true, rawReads: { kvReads: [{ key: 'y' }] } },
      ],
    },
  ] as const;
  const codes = await stage.commit(
    stage.transaction(readWriteSet([phantom, stale])),
    stage.transaction(readWriteSet([stale, phantom])),
  );
  expect(codes).toEqual([12, 11]);
});
