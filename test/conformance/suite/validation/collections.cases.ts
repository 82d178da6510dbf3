import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { collectionPackage, ownPolicy } from '../../../support/chaincode-definition.js';
import { all, member, policyOf } from '../../../support/policies.js';
import { SuiteNetwork } from '../support/network.js';
import type { Step } from '../support/steps.js';
import { commit, order } from './committing.js';
import { crafted } from './crafting.js';
import { collectionsOf } from './definitions.js';
import { answersTo, endorsed, valueOf } from './endorsing.js';
import { define, openScene } from './opening.js';
import { fresh, type Member, type Scene } from './scene.js';

const network = new SuiteNetwork();
let scene: Scene;

const BLOCKS = 3n;

beforeAll(async () => {
  scene = await openScene(network);
  const { members, o1 } = scene;
  const endorsementPolicy = ownPolicy(policyOf(all(member(o1))));
  const bytes = collectionPackage(
    { name: 'own', members, endorsementPolicy },
    { name: 'plain', members },
    { name: 'brief', members, blockToLive: BLOCKS },
  );
  await define(scene, network, { name: 'private', collections: collectionsOf(bytes) });
}, 120_000);
afterAll(() => {
  scene.close();
  network.close();
});

describe('private data', () => {
  const chaincode = 'private';
  const run = (steps: readonly Step[], by?: readonly Member[]) =>
    endorsed(scene, { chaincode, steps, ...(by && { by }) });
  const put = (collection: string, by?: readonly Member[], key = fresh()) =>
    run([{ do: 'put', collection, key, value: 'v' }], by);

  test('row 51: collection with own policy O1, private write only, signed O1', async () => {
    const by = [scene.o1];
    const others = [scene.o2, scene.o3];
    const mixed = await run(
      [
        { do: 'put', collection: 'own', key: fresh(), value: 'v' },
        { do: 'put', key: fresh(), value: 'v' },
      ],
      by,
    );
    const codes = await commit(
      scene,
      await put('own', by),
      await put('own', others),
      await put('plain', by),
      await put('plain', others),
      mixed,
    );
    expect(codes).toEqual([0, 10, 10, 0, 10]);
  });

  test('row 52: write to `_implicit_org_O2MSP`, signed O1,O3', async () => {
    const collection = `_implicit_org_${scene.o2.mspId}`;
    const key = fresh();
    const codes = await commit(
      scene,
      await put(collection, [scene.o1, scene.o3]),
      await put(collection, [scene.o2], key),
    );
    expect(codes).toEqual([10, 0]);
    expect(await valueOf(scene, key, { chaincode, collection, by: [scene.o2] })).toBe('v');
  });

  test('row 62: private read stale hash version', async () => {
    const key = fresh();
    const read = () => run([{ do: 'get', collection: 'plain', key }]);
    const absent = await read();
    expect(await commit(scene, await put('plain', undefined, key))).toEqual([0]);
    const first = await read();
    expect(await commit(scene, absent)).toEqual([11]);
    expect(await commit(scene, await put('plain', undefined, key))).toEqual([0]);
    expect(await commit(scene, first)).toEqual([11]);
    expect(await commit(scene, await read())).toEqual([0]);
  });

  test('row 63: BTL 3, written block 10', async () => {
    const key = fresh();
    const [written] = await order(scene, [(await put('brief', undefined, key)).envelope]);
    const read = () => run([{ do: 'get', collection: 'brief', key }]);
    const [last, late] = [await read(), await read()];
    for (let i = 0n; i < BLOCKS; i++) await order(scene, [(await put('plain')).envelope]);
    const [inTime] = await order(scene, [last.envelope]);
    expect(inTime).toMatchObject({ block: written!.block + BLOCKS + 1n, code: 0 });
    const [hash] = await answersTo(scene, [{ do: 'hash', collection: 'brief', key }], {
      chaincode,
    });
    expect(hash).toBe('');
    expect(await commit(scene, late)).toEqual([11]);
  });

  test('purge: the hash is gone, and the key can be written again', async () => {
    const key = fresh();
    const at = { collection: 'plain', key };
    expect(await commit(scene, await put('plain', undefined, key))).toEqual([0]);
    const before = await run([{ do: 'get', ...at }]);
    expect(await commit(scene, await run([{ do: 'purge', ...at }]))).toEqual([0]);
    expect(await commit(scene, before)).toEqual([11]);
    const both = [
      { do: 'get', ...at },
      { do: 'hash', ...at },
    ];
    expect(await answersTo(scene, both, { chaincode })).toEqual(['', '']);
    expect(await commit(scene, await put('plain', undefined, key))).toEqual([0]);
    expect(await valueOf(scene, key, { chaincode, collection: 'plain' })).toBe('v');
  });
});

describe('a channel of the application capability V2_0', () => {
  let older: Scene;

  beforeAll(async () => {
    older = await openScene(network, { capabilities: { application: 'V2_0' } });
  }, 120_000);
  afterAll(() => {
    older.close();
  });

  test('row 64: purge without V2_5', async () => {
    const { o1, chaincode } = older;
    const collection = `_implicit_org_${o1.mspId}`;
    const [purged, kept] = [fresh(), fresh()];
    const by = [o1];
    const put = (key: string) => ({ do: 'put', collection, key, value: 'v' });
    const writing = await endorsed(older, { steps: [put(purged), put(kept)], by });
    expect(await commit(older, writing)).toEqual([0]);
    const refusal = await answersTo(older, [{ do: 'purge', collection, key: purged }]);
    expect(refusal).toMatchObject([{ refused: expect.stringContaining('V2_5 or later') }]);
    const purging = crafted(
      older,
      { [chaincode]: { collections: { [collection]: { purges: [purged] } } } },
      { by },
    );
    expect(await commit(older, purging)).toEqual([0]);
    const hashes = [purged, kept].map((key) => ({ do: 'hash', collection, key }));
    const [gone, there] = await answersTo(older, hashes);
    expect(gone).toBe('');
    expect(there).toMatch(/^[0-9a-f]{64}$/);
  });
});
