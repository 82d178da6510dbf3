import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { HashedRWSet, KVRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { hash } from '../../../support/read-write-sets.js';
import { SuiteNetwork } from '../support/network.js';
import type { Step } from '../support/steps.js';
import { commit } from './committing.js';
import { assemble, propose, resultsIn, valueOf } from './endorsing.js';
import { openScene } from './opening.js';
import type { Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

beforeAll(async () => {
  scene = await openScene(network);
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

describe('the order in which endorsers write', () => {
  /** What was endorsed of the chaincode's own keys; it is committed. */
  const simulated = async (steps: readonly Step[], by = [scene.o1, scene.o2]) => {
    const proposed = await propose(scene, { steps, by });
    expect(await commit(scene, assemble(proposed))).toEqual([0]);
    const { nsRwset } = decode(TxReadWriteSet, resultsIn(proposed.answers[0]!));
    return nsRwset.find(({ namespace }) => namespace === scene.chaincode)!;
  };

  test('row 75: keys U+FF5E and U+1F600 written in one tx', async () => {
    const [first, second] = ['\u{ff5e}', '\u{1f600}'];
    const put = (key: string): Step => ({ do: 'put', key, value: key });
    const { rwset } = await simulated([put(second), put(first)]);
    expect(decode(KVRWSet, rwset).writes.map(({ key }) => key)).toEqual([first, second]);
    expect(await valueOf(scene, second)).toBe(second);
  });

  test('row 76: private keys "a","b" with SHA-256("a") > SHA-256("b")', async () => {
    const collection = `_implicit_org_${scene.o1.mspId}`;
    const keys = ['a', 'b', 'c', 'd'];
    const byHash = [...keys].sort((one, other) => Buffer.compare(hash(one), hash(other)));
    expect(byHash).not.toEqual(keys);
    const put = (key: string): Step => ({ do: 'put', collection, key, value: 'v' });
    const { collectionHashedRwset } = await simulated(byHash.map(put), [scene.o1]);
    const { hashedWrites } = decode(HashedRWSet, collectionHashedRwset[0]!.hashedRwset);
    expect(hashedWrites.map(({ keyHash }) => Buffer.from(keyHash))).toEqual(keys.map(hash));
  });
});
