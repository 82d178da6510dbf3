import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commitStatus } from '../support/calls.js';
import { SuiteNetwork } from '../support/network.js';
import { commit, order, together } from './committing.js';
import { crafted } from './crafting.js';
import { assemble, endorsed, propose, valueOf } from './endorsing.js';
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

describe('ids that were there before', () => {
  const put = (key: string, value: string) =>
    endorsed(scene, { steps: [{ do: 'put', key, value }] });
  const increment = (key: string) => endorsed(scene, { steps: [{ do: 'increment', key }] });
  /** What everybody who asks is told. */
  const statusOf = async (transactionId: string) =>
    (await commitStatus(scene.o1.peer, transactionId, { channel: scene.channelId })).result;

  test('row 18: same tx replayed in later block', async () => {
    const key = fresh();
    const stale = await increment(key);
    expect(await commit(scene, await put(key, '5'))).toEqual([0]);
    expect(await commit(scene, stale)).toEqual([11]);
    expect(await order(scene, [stale.envelope])).toMatchObject([{ code: 9 }]);
    expect(await statusOf(stale.transactionId)).toBe(11);
    expect(await valueOf(scene, key)).toBe('5');
  });

  test('row 19: forged id burn', async () => {
    const key = fresh();
    const victim = await put(key, '1');
    const forged = crafted(
      scene,
      { [scene.chaincode]: { writes: [[key, '2']] } },
      { creator: scene.o2.client, txId: victim.transactionId },
    );
    expect(await commit(scene, forged)).toEqual([8]);
    const [place] = await order(scene, [victim.envelope]);
    expect(place?.code).toBe(9);
    expect(await statusOf(victim.transactionId)).toBe(8);
    expect(await valueOf(scene, key)).toBe('');
  });

  test('row 20: B:[T bad endorsement, T′ same id good]', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const key = fresh();
      const proposed = await propose(scene, { steps: [{ do: 'put', key, value: '1' }] });
      const half = assemble(proposed, { endorsements: (given) => given.slice(0, 1) });
      return [
        { ...half, key, checked: false },
        { ...assemble(proposed), checked: false, key },
      ];
    });
    expect(codes).toEqual([10, 0]);
    expect(await valueOf(scene, transactions[0]!.key)).toBe('1');
  });

  test('row 21: B:[T, T], T stale read', async () => {
    const { codes } = await together(scene, async () => {
      const key = fresh();
      const stale = await increment(key);
      await commit(scene, await put(key, '5'));
      return [stale, { ...stale, envelope: Buffer.from(stale.envelope) }];
    });
    expect(codes).toEqual([11, 9]);
  });

  test('row 21: B:[T, T], T as it should be', async () => {
    const { codes, transactions } = await together(scene, async () => {
      const key = fresh();
      const twice = await increment(key);
      return [
        { ...twice, key },
        { ...twice, key, envelope: Buffer.from(twice.envelope) },
      ];
    });
    expect(codes).toEqual([0, 9]);
    expect(await valueOf(scene, transactions[0]!.key)).toBe('1');
  });
});
