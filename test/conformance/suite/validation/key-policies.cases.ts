import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { all, any, member, policyOf } from '../../../support/policies.js';
import { SuiteNetwork } from '../support/network.js';
import type { Step } from '../support/steps.js';
import { commit, together } from './committing.js';
import { answersTo, endorsed, valueOf, type Ask } from './endorsing.js';
import { openScene } from './opening.js';
import { fresh, type Member, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

describe('keys with policies of their own', () => {
  const only = (...members: readonly Member[]): string =>
    policyOf(all(...members.map(member))).toString('base64');
  const run = (steps: readonly Step[], ask: Ask = {}) => endorsed(scene, { ...ask, steps });
  const put = (key: string, value = '1', by = [scene.o1, scene.o2]) =>
    run([{ do: 'put', key, value }], { by });
  const guard = (key: string, value: string, by = [scene.o1, scene.o2]) =>
    run([{ do: 'setPolicy', key, value }], { by });
  /** A key that is there, and has a policy of its own if one is given. */
  const standing = async (policy?: string): Promise<string> => {
    const key = fresh();
    const steps = [
      { do: 'put', key, value: '0' },
      ...(policy === undefined ? [] : [{ do: 'setPolicy', key, value: policy }]),
    ];
    expect(await commit(scene, await run(steps))).toEqual([0]);
    return key;
  };

  test('row 41: key policy O1 only, endorsed by O1, cc MAJORITY', async () => {
    const key = await standing(only(scene.o1));
    const by = [scene.o1];
    const more = await run(
      [
        { do: 'put', key, value: '2' },
        { do: 'put', key: fresh(), value: '2' },
      ],
      { by },
    );
    const others = await put(key, '3', [scene.o2, scene.o3]);
    expect(await commit(scene, await put(key, '1', by), more, others)).toEqual([0, 10, 10]);
    expect(await valueOf(scene, key)).toBe('1');
  });

  test('row 42: B:[T1 sets policy of K, T2 writes K]', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const key = await standing();
      const policy = only(scene.o1, scene.o2);
      return [{ ...(await guard(key, policy)), key }, await put(key)] as const;
    });
    expect(codes).toEqual([0, 10]);
    const [{ key }] = transactions;
    expect(await commit(scene, await put(key))).toEqual([0]);
  });

  test('row 43: #42 with T1 stale read', async () => {
    const { codes } = await together(scene, async () => {
      const key = await standing();
      const read = await standing();
      const stale = await run([
        { do: 'get', key: read },
        { do: 'setPolicy', key, value: only(scene.o1) },
      ]);
      expect(await commit(scene, await put(read))).toEqual([0]);
      return [stale, await put(key)];
    });
    expect(codes).toEqual([11, 10]);
  });

  test('row 44: #42 with T1 failing endorsement', async () => {
    const { codes } = await together(scene, async () => {
      const key = await standing();
      return [await guard(key, only(scene.o1), [scene.o1]), await put(key)];
    });
    expect(codes).toEqual([10, 0]);
  });

  test('row 45: B:[T1 writes K, T2 sets policy of K]', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const key = await standing();
      return [{ ...(await put(key, '1')), key }, await guard(key, only(scene.o1))] as const;
    });
    expect(codes).toEqual([0, 0]);
    const [{ key }] = transactions;
    expect(await valueOf(scene, key)).toBe('1');
    expect(await commit(scene, await put(key, '2', [scene.o1]))).toEqual([0]);
  });

  test('row 46: own policy change', async () => {
    const key = await standing(only(scene.o1));
    const change = (by: Member) =>
      run(
        [
          { do: 'put', key, value: '1' },
          { do: 'setPolicy', key, value: only(scene.o2) },
        ],
        { by: [by] },
      );
    expect(await commit(scene, await change(scene.o2))).toEqual([10]);
    expect(await commit(scene, await change(scene.o1))).toEqual([0]);
    expect(await commit(scene, await put(key, '2', [scene.o1]))).toEqual([10]);
    expect(await commit(scene, await put(key, '2', [scene.o2]))).toEqual([0]);
  });

  test('row 47: metadata-only bumps version', async () => {
    const key = await standing();
    const before = await run([{ do: 'get', key }]);
    expect(await commit(scene, await guard(key, only(scene.o1)))).toEqual([0]);
    expect(await commit(scene, before)).toEqual([11]);
    expect(await commit(scene, await run([{ do: 'get', key }]))).toEqual([0]);
    expect(await valueOf(scene, key)).toBe('0');
  });

  test('row 48: metadata on absent key', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const key = fresh();
      const first = await guard(key, only(scene.o1));
      return [{ ...first, key }, await run([{ do: 'get', key }])] as const;
    });
    expect(codes).toEqual([0, 0]);
    const [{ key }] = transactions;
    expect(await answersTo(scene, [{ do: 'getPolicy', key }])).toEqual(['']);
  });

  test('row 49: value overwrite keeps policy; delete+recreate drops it', async () => {
    const by = [scene.o3];
    const key = await standing(policyOf(any(member(scene.o3))).toString('base64'));
    expect(await commit(scene, await put(key, '1', by))).toEqual([0]);
    expect(await commit(scene, await put(key, '2'))).toEqual([10]);
    expect(await commit(scene, await run([{ do: 'delete', key }], { by }))).toEqual([0]);
    expect(await commit(scene, await put(key, '4'))).toEqual([0]);
    expect(await commit(scene, await put(key, '5', by))).toEqual([10]);
    expect(await commit(scene, await put(key, '6'))).toEqual([0]);
  });
});
