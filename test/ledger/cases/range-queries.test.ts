import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { QueryReads } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import { TestChannel } from '../../support/channel.js';
import type { NamespaceDraft } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

const doing = (draft: NamespaceDraft): Buffer => stage.transaction({ cc: draft });

describe('a range query', () => {
  const keys = ['k1', 'k2', 'k3'];
  const kvReads = () => keys.map((key) => ({ key, version: stage.entry('cc', key)?.version }));
  const range = { startKey: 'k', endKey: 'l', itrExhausted: true };
  const merkle = (maxDegree: number) => ({
    maxDegree,
    maxLevel: 1,
    maxLevelHashes: [sha256(encode(QueryReads, { kvReads: kvReads() }))],
  });
  const raw = () => ({ ...range, rawReads: { kvReads: kvReads() } });
  const query = (...ranges: NonNullable<NamespaceDraft['ranges']>) => doing({ ranges });

  beforeEach(async () => {
    await stage.settle(...keys.map((key) => stage.put(key, '1')));
  });

  test('sees what earlier transactions of the block change: values, deletes, metadata', async () => {
    const changes = [
      stage.put('k2', '2'),
      doing({ writes: [['k3', undefined]] }),
      doing({ metadata: [['k1', { one: Buffer.of(1) }]] }),
      stage.put('k4', '1'),
    ];
    for (const change of changes) {
      const before = query(raw());
      const unchanged = query(raw());
      expect(await stage.commit(before, change, unchanged)).toEqual([0, 0, 12]);
      if (stage.entry('cc', 'k3') === undefined) await stage.settle(stage.put('k3', '1'));
    }
  });

  test('conflicts only with what is in its range', async () => {
    const codes = await stage.commit(stage.put('l', '1'), stage.put('j', '1'), query(raw()));
    expect(codes).toEqual([0, 0, 0]);
  });

  test('without an end goes on to the end of the namespace, and not into another one', async () => {
    await stage.settle(stage.definition('cd'));
    const toTheEnd = query({ ...raw(), endKey: '' });
    const other = stage.transaction({ cd: { writes: [['k5', '1']] } }, { chaincode: 'cd' });
    expect(await stage.commit(other, toTheEnd)).toEqual([0, 0]);
    const late = query({ ...raw(), endKey: '' });
    expect(await stage.commit(stage.put('z', '1'), late)).toEqual([0, 12]);
  });

  test('with other results, another order or other versions than there are', async () => {
    const reads = kvReads();
    const wrong = [
      reads.slice(1),
      [...reads, reads[0]!],
      reads.toReversed(),
      reads.map(({ key }) => ({ key, version: { blockNum: 1n, txNum: 0n } })),
      reads.map(({ key }) => ({ key })),
    ];
    const queries = wrong.map((list) => query({ ...range, rawReads: { kvReads: list } }));
    expect(await stage.commit(query(raw()))).toEqual([0]);
    for (const one of queries) expect(await stage.commit(one)).toEqual([12]);
  });

  test('that says nothing of its results had none', async () => {
    const empty = { startKey: 'x', endKey: 'y', itrExhausted: true };
    expect(await stage.commit(query(range), query(empty))).toEqual([12, 0]);
  });

  test('with a summary counts only where there are more results than its degree', async () => {
    const two = merkle(2);
    for (const [summary, code] of [
      [two, 0],
      [merkle(3), 12],
      [merkle(50), 12],
      [{ ...two, maxLevel: 2 }, 12],
      [{ ...two, maxLevelHashes: [] }, 12],
      [{ ...two, maxDegree: 1 }, 12],
      [{ ...two, maxDegree: 0 }, 12],
    ] as const)
      expect(await stage.commit(query({ ...range, readsMerkleHashes: summary }))).toEqual([code]);
  });

  test('each one of a transaction counts', async () => {
    const good = raw();
    const bad = { ...range, rawReads: { kvReads: [] } };
    expect(await stage.commit(query(good, good), query(good, bad), query(bad, good))).toEqual([
      0, 12, 12,
    ]);
  });
});

test('in a namespace public keys are looked at first, then ranges, then hashes', async () => {
  const stale = [['K', [1, 0]]] as const;
  const phantom = [
    { startKey: 'x', endKey: 'z', itrExhausted: true, rawReads: { kvReads: [{ key: 'y' }] } },
  ];
  const hashed = { c: { reads: stale } };
  const codes = await stage.commit(
    doing({ reads: stale, ranges: phantom }),
    doing({ ranges: phantom, collections: hashed }),
    doing({ collections: hashed }),
    doing({ reads: [['K', stage.at('K')]], ranges: phantom }),
  );
  expect(codes).toEqual([11, 12, 11, 12]);
});
