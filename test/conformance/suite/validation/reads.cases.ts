import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decode } from '@argosy/protocol/wire';
import { KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { SuiteNetwork } from '../support/network.js';
import type { Step } from '../support/steps.js';
import { commit, together } from './committing.js';
import { crafted } from './crafting.js';
import { answersTo, assemble, endorsed, propose, resultsIn, valueOf } from './endorsing.js';
import { openScene } from './opening.js';
import { fresh, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

describe('reads that are no longer true', () => {
  const run = (...steps: readonly Step[]) => endorsed(scene, { steps });
  const put = (key: string, value = '1') => run({ do: 'put', key, value });
  const get = (key: string) => run({ do: 'get', key });
  const settle = async (...steps: readonly Step[]) => {
    expect(await commit(scene, await run(...steps))).toEqual([0]);
  };

  test('row 55: B:[put K, read K@(5,0)]', async () => {
    const { codes } = await together(scene, async () => {
      const key = fresh();
      await settle({ do: 'put', key, value: '0' });
      return [await put(key), await get(key)];
    });
    expect(codes).toEqual([0, 11]);
  });

  test('row 55: B:[read K, put K]', async () => {
    const { codes } = await together(scene, async () => {
      const key = fresh();
      await settle({ do: 'put', key, value: '0' });
      return [await get(key), await put(key)];
    });
    expect(codes).toEqual([0, 0]);
  });

  test('row 56: two blind puts', async () => {
    const { codes, block, transactions } = await together(scene, async () => {
      const key = fresh();
      return [
        { ...(await put(key, '1')), key },
        { ...(await put(key, '2')), key },
      ];
    });
    expect(codes).toEqual([0, 0]);
    const { key } = transactions[0]!;
    const { answers } = await propose(scene, { steps: [{ do: 'get', key }], by: [scene.o1] });
    expect(await valueOf(scene, key)).toBe('2');
    const { index } = await scene.watch(scene.o1).placeOf(transactions[1]!.envelope);
    expect(readsIn(resultsIn(answers[0]!))).toEqual([
      { key, version: { blockNum: block, txNum: BigInt(index) } },
    ]);
  });

  /** What was read of the chaincode's own keys. */
  const readsIn = (results: Uint8Array) => {
    const set = decode(TxReadWriteSet, results).nsRwset.find(
      ({ namespace }) => namespace === scene.chaincode,
    );
    return decode(KVRWSet, set!.rwset).reads.map(({ key, version }) => ({
      key,
      version: version && { blockNum: version.blockNum, txNum: version.txNum },
    }));
  };

  test('row 57: phantom insert in block', async () => {
    const { codes } = await together(scene, async () => {
      const key = fresh();
      const range = await run({ do: 'range', key: `${key}a`, end: `${key}c` });
      return [await put(`${key}b`), range];
    });
    expect(codes).toEqual([0, 12]);
  });

  test('row 58: phantom at end key', async () => {
    for (const [first, expected] of [
      [{ do: 'delete', key: 'm' }, [0, 12]],
      [{ do: 'put', key: 'mm', value: '1' }, [0, 0]],
    ] as const) {
      const { codes } = await together(scene, async () => {
        const prefix = fresh();
        const keys = Array.from(
          { length: 101 },
          (_, i) => `${prefix}b${String(i).padStart(3, '0')}`,
        );
        await settle(
          ...[...keys.slice(0, 100), `${prefix}m`].map((key) => ({ do: 'put', key, value: '1' })),
          { do: 'put', key: `${prefix}x`, value: '1' },
        );
        // A batch of a hundred and the key that leads the next one: the query ends at "m" before its end.
        const query = { do: 'range', key: prefix, end: `${prefix}z`, limit: 1 };
        return [await run({ ...first, key: `${prefix}${first.key}` }), await run(query)];
      });
      expect(codes).toEqual(expected);
    }
  });

  test('row 59: 50 vs 51 results', async () => {
    const key = fresh();
    await settle({ do: 'putMany', key, count: 51 });
    const query = (end: string): Step => ({ do: 'range', key, end });
    const proposed = await Promise.all(
      [`${key}0050`, `${key}~`].map((end) => propose(scene, { steps: [query(end)] })),
    );
    const infos = proposed.map(({ answers }) => rangesIn(resultsIn(answers[0]!))[0]);
    expect(infos[0]?.rawReads?.kvReads).toHaveLength(50);
    expect(infos[1]?.readsMerkleHashes).toMatchObject({ maxDegree: 50, maxLevel: 1 });
    expect(infos[1]?.readsMerkleHashes?.maxLevelHashes).toHaveLength(1);
    expect(await commit(scene, ...proposed.map((one) => assemble(one)))).toEqual([0, 0]);
  });

  test('row 60: read conflict in ns b, phantom in ns a', async () => {
    const range = { startKey: fresh(), endKey: '~', itrExhausted: true };
    const rawReads = { kvReads: [{ key: 'k' }] };
    const phantom = [scene.chaincode, { ranges: [{ ...range, rawReads }] }] as const;
    const stale = ['zz', { reads: [['x', [1, 0]]] }] as const;
    const codes = await commit(
      scene,
      crafted(scene, [phantom, stale]),
      crafted(scene, [stale, phantom]),
    );
    expect(codes).toEqual([12, 11]);
  });

  const rangesIn = (results: Uint8Array) => {
    const set = decode(TxReadWriteSet, results).nsRwset.find(
      ({ namespace }) => namespace === scene.chaincode,
    );
    return decode(KVRWSet, set!.rwset).rangeQueriesInfo;
  };

  test('keys that a query did not find are no conflict', async () => {
    const key = fresh();
    await settle({ do: 'put', key: `${key}a`, value: '1' });
    const [before] = await answersTo(scene, [{ do: 'range', key, end: `${key}b` }]);
    expect(before).toEqual([`${key}a`]);
    const query = await run({ do: 'range', key, end: `${key}b` });
    await settle({ do: 'put', key: `${key}b`, value: '1' });
    expect(await commit(scene, query)).toEqual([0]);
  });
});
