import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SuiteNetwork } from './support/network.js';
import type { Step } from './support/steps.js';
import { commit, order } from './validation/committing.js';
import { answersTo, endorsed, simulated } from './validation/endorsing.js';
import { openScene } from './validation/opening.js';
import { fresh, type Scene } from './validation/scene.js';

describe('what a chaincode reads and writes', () => {
  const network = new SuiteNetwork();
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene(network);
  }, 120_000);
  afterAll(() => {
    scene.close();
    network.close();
  });

  const run = (...steps: Step[]) => simulated(scene, { steps });
  /** Commit steps; the version that they give. */
  const settled = async (...steps: Step[]) => {
    const [place] = await order(scene, [(await endorsed(scene, { steps })).envelope]);
    expect(place?.code).toBe(0);
    return { blockNum: place!.block, txNum: BigInt(place!.index) };
  };

  test('services 31: rwset-bytes of put/get', async () => {
    const key = fresh();
    const { namespaces, status } = await run({ do: 'increment', key });
    expect(status).toBe(200);
    expect(Object.keys(namespaces)).toEqual(['_lifecycle', 'ops']);
    const { reads } = namespaces['_lifecycle']!.public;
    expect(reads.map((read) => read.key)).toEqual(['namespaces/fields/ops/Sequence']);
    const own = namespaces['ops']!.public;
    expect(own.reads).toEqual([{ key, version: undefined }]);
    expect(own.writes).toEqual([{ key, isDelete: false, value: Buffer.from('1') }]);
    expect(own.rangeQueriesInfo).toEqual([]);
    expect(own.metadataWrites).toEqual([]);
  });

  test('services 32: put-empty-value', async () => {
    const key = fresh();
    await settled({ do: 'put', key, value: 'full' });
    const { namespaces } = await run({ do: 'put', key, value: '' });
    expect(namespaces['ops']!.public.writes).toMatchObject([{ key, isDelete: true }]);
    await settled({ do: 'put', key, value: '' });
    const [value, history] = await answersTo(scene, [
      { do: 'get', key },
      { do: 'history', key },
    ]);
    expect(value).toBe('');
    expect(history).toMatchObject([{ isDelete: true }, { isDelete: false, value: 'full' }]);
  });

  test('services 33: read-your-write', async () => {
    const key = fresh();
    const version = await settled({ do: 'put', key, value: 'old' });
    const { text, namespaces } = await run({ do: 'put', key, value: 'new' }, { do: 'get', key });
    expect(JSON.parse(text)).toEqual(['', 'old']);
    expect(namespaces['ops']!.public.reads).toEqual([{ key, version }]);
  });

  test('services 34: delete-missing key', async () => {
    const key = fresh();
    const { namespaces } = await run({ do: 'delete', key });
    expect(namespaces['ops']!.public.writes).toMatchObject([{ key, isDelete: true }]);
    const steps = [{ do: 'delete', key }];
    expect(await commit(scene, await endorsed(scene, { steps }))).toEqual([0]);
    const [history] = await answersTo(scene, [{ do: 'history', key }]);
    expect(history).toMatchObject([{ isDelete: true, value: '' }]);
  });

  test('services 35: utf8-key-order', async () => {
    const prefix = fresh();
    const [first, second] = [`${prefix}\u{fffd}`, `${prefix}\u{1f600}`];
    const put = (key: string) => ({ do: 'put', key, value: 'v' });
    const { namespaces } = await run(put(second), put(first));
    expect(namespaces['ops']!.public.writes.map(({ key }) => key)).toEqual([first, second]);
    await settled(put(second), put(first));
    const end = `${prefix}\u{10ffff}`;
    expect(await answersTo(scene, [{ do: 'range', key: prefix, end }])).toEqual([[first, second]]);
  });
});
