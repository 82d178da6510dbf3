import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SuiteNetwork } from './support/network.js';
import { refused, type Step } from './support/steps.js';
import { commit } from './validation/committing.js';
import { answersTo, endorsed, simulated } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import type { Scene } from './validation/scene.js';

describe('queries', () => {
  const network = new SuiteNetwork();
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
    await settle({ do: 'putMany', key: 'r', count: 250 });
    await settle(...['1', '2', '3', '4', '5', '6', '7'].map((n) => put(`key${n}`)));
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  const put = (key: string): Step => ({ do: 'put', key, value: 'v' });
  const run = (...steps: Step[]) => endorsed(scene, { steps });
  const settle = async (...steps: Step[]) => {
    expect(await commit(scene, await run(...steps))).toEqual([0]);
  };
  const answers = (...steps: Step[]) => answersTo(scene, steps);
  const ranges = async (...steps: Step[]) => {
    const { namespaces } = await simulated(scene, { steps });
    return namespaces['ops']!.public.rangeQueriesInfo;
  };
  const all: Step = { do: 'range', key: 'r', end: 's' };
  const unsupported = (type: string, why: string) =>
    refused(
      expect.stringMatching(
        new RegExp(
          `^${type} failed: transaction ID: \\w{64}: txid \\[\\w{64}\\]: unsuppored transaction. ${why}$`,
        ),
      ),
    );

  test('services 41: range of 250 keys, and a key that another transaction inserts', async () => {
    const [keys] = await answers(all);
    expect(keys).toHaveLength(250);
    const before = await run(all, put('counted'));
    expect(await commit(scene, await run(all))).toEqual([0]);
    await settle(put('r0100x'));
    expect(await commit(scene, before)).toEqual([12]);
    await settle({ do: 'delete', key: 'r0100x' });
  });

  test('services 42: range, consume 1 of 250, close', async () => {
    const [info, ...others] = await ranges({ ...all, limit: 1 });
    expect(others).toEqual([]);
    expect(info).toMatchObject({
      startKey: 'r',
      endKey: 'r0100',
      itrExhausted: false,
      rawReads: undefined,
    });
    expect(info?.readsMerkleHashes).toMatchObject({ maxDegree: 50, maxLevel: 1 });
  });

  test('services 43: range with exactly 50 / 51 results', async () => {
    const [fifty] = await ranges({ ...all, end: 'r0050' });
    expect(fifty?.rawReads?.kvReads).toHaveLength(50);
    expect(fifty?.readsMerkleHashes).toBeUndefined();
    const [more] = await ranges({ ...all, end: 'r0051' });
    expect(more?.rawReads).toBeUndefined();
    expect(more?.readsMerkleHashes?.maxLevelHashes).toHaveLength(1);
  });

  test('services 44: range over exactly 100 results', async () => {
    const query = { ...all, end: 'r0100' };
    const [keys] = await answers(query);
    expect(keys).toHaveLength(100);
    const [info] = await ranges(query);
    expect(info).toMatchObject({ endKey: 'r0100', itrExhausted: true });
  });

  const page = (bookmark = ''): Step => ({ do: 'page', key: 'key1', end: 'key8', bookmark });

  test('services 45: pagination: size 3 over 7 keys', async () => {
    expect(await answers(page(), page('key4'), page('key7'))).toEqual([
      { keys: ['key1', 'key2', 'key3'], fetched: 3, bookmark: 'key4' },
      { keys: ['key4', 'key5', 'key6'], fetched: 3, bookmark: 'key7' },
      { keys: ['key7'], fetched: 1, bookmark: '' },
    ]);
  });

  test('services 46: pageSize 0 and empty bookmark', async () => {
    const plain = { ...page(), count: 0 };
    expect(await answers(plain)).toMatchObject([
      { keys: ['key1', 'key2', 'key3', 'key4', 'key5', 'key6', 'key7'] },
    ]);
    const [, after] = await answers(plain, put('after'));
    expect(after).toBe('');
  });

  test('services 47: write after paginated query / paginated query after write', async () => {
    const [, write] = await answers(page(), put('after'));
    expect(write).toEqual(
      unsupported(
        'PUT_STATE',
        'Transaction has already performed a paginated query. Writes are not allowed',
      ),
    );
    const [, query] = await answers(put('before'), page());
    expect(query).toEqual(
      unsupported(
        'GET_STATE_BY_RANGE',
        'Paginated queries are supported only in a read-only transaction',
      ),
    );
  });

  test('services 49: empty start key', async () => {
    await settle(
      { do: 'composite', key: 'ship', args: ['a', '1'], value: 'v' },
      { do: 'composite', key: 'port', args: ['b', '2'], value: 'v' },
    );
    const [plain, ships] = await answers(
      { do: 'range', key: '', end: 'l' },
      { do: 'listComposite', key: 'ship' },
    );
    expect(plain).toEqual(['key1', 'key2', 'key3', 'key4', 'key5', 'key6', 'key7']);
    expect(ships).toEqual(['a/1']);
  });

  test('services 50: putState("\\u0000abc"); putState("")', async () => {
    await settle(put('\u0000abc'), put(''));
    expect(await answers({ do: 'get', key: '\u0000abc' })).toEqual(['v']);
    await settle({ do: 'delete', key: '\u0000abc' }, { do: 'delete', key: '' });
  });

  test('services 51: rich query on LevelDB', async () => {
    expect(await answers({ do: 'query' })).toEqual([
      refused(
        expect.stringMatching(
          /^GET_QUERY_RESULT failed: transaction ID: \w{64}: ExecuteQuery not supported for leveldb$/,
        ),
      ),
    ]);
  });

  test('services 52: iterator close twice; next after close', async () => {
    const [answer] = await answers({ ...all, do: 'closeTwice' });
    expect(answer).toEqual({
      again: '',
      after: expect.stringMatching(
        /^QUERY_STATE_NEXT failed: transaction ID: \w{64}: query iterator not found$/,
      ),
    });
  });
});
