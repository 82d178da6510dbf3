import { beforeAll, expect, test } from '@jest/globals';
import { clearSpace, hashedSpace } from '@argosy/ledger/spaces';
import { collectionPackage } from '../../support/chaincode-definition.js';
import { collected } from '../../support/collected.js';
import { TestChannel } from '../../support/channel.js';
import { hash, privateSet } from '../../support/read-write-sets.js';
import type { At, CollectionDraft } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;

beforeAll(() => {
  channel = new TestChannel();
});

/** A stage whose chaincode has the collections `secret`, kept for ever, and `brief`, kept for three blocks. */
const openWithCollections = async (on = channel): Promise<Stage> => {
  const { members } = on;
  const collections = collectionPackage(
    { name: 'secret', members },
    { name: 'brief', members, blockToLive: 3n },
  );
  return Stage.open(on, { collections });
};

const privately = (stage: Stage, collection: string, draft: CollectionDraft): Buffer =>
  stage.transaction({ cc: { collections: { [collection]: draft } } });
const hashedAt = (stage: Stage, collection: string, key: string): At =>
  stage.at(hash(key).toString('hex'), hashedSpace('cc', collection));

test('row 62: private read stale hash version', async () => {
  const stage = await openWithCollections();
  const write = (value: string) => privately(stage, 'secret', { writes: [['k', value]] });
  await stage.settle(write('1'));
  const old = hashedAt(stage, 'secret', 'k');
  await stage.settle(write('2'));
  const read = (key: string, at: At) => privately(stage, 'secret', { reads: [[key, at]] });
  const now = hashedAt(stage, 'secret', 'k');
  const codes = await stage.commit(
    read('k', old),
    read('k', now),
    read('k', undefined),
    read('other', undefined),
    write('3'),
    read('k', now),
  );
  expect(codes).toEqual([11, 0, 11, 0, 0, 11]);
});

test('row 63: BTL 3, written block 10', async () => {
  const stage = await openWithCollections();
  await stage.idleUntil(10);
  await stage.settle(privately(stage, 'brief', { writes: [['k', 'v']] }));
  expect(hashedAt(stage, 'brief', 'k')).toEqual([10, 0]);
  const read = (at: At) => privately(stage, 'brief', { reads: [['k', at]] });
  await stage.idleUntil(14);
  expect(hashedAt(stage, 'brief', 'k')).toEqual([10, 0]);
  expect(await stage.commit(read([10, 0]))).toEqual([0]);
  expect(hashedAt(stage, 'brief', 'k')).toBeUndefined();
  expect(await stage.commit(read([10, 0]), read(undefined))).toEqual([11, 0]);
});

test('row 64: purge without V2_5', async () => {
  const stage = await openWithCollections(new TestChannel({ applicationCapability: 'V2_0' }));
  await stage.settle(
    privately(stage, 'secret', {
      writes: [
        ['k', '1'],
        ['l', '1'],
      ],
    }),
  );
  expect(await stage.commit(privately(stage, 'secret', { purges: ['k'] }))).toEqual([0]);
  expect(hashedAt(stage, 'secret', 'k')).toBeUndefined();
  expect(hashedAt(stage, 'secret', 'l')).toBeDefined();
});

test('row 65: missing private data at member', async () => {
  const [o1, , o3] = channel.members;
  const collections = collectionPackage({ name: 'secret', members: [o1!] });
  const draft = { writes: [['k', '1']] } as const;
  const set = { cc: { collections: { secret: draft } } };
  for (const { of, supplied, missing, clear } of [
    { of: o1!, supplied: false, missing: 1, clear: undefined },
    { of: o1!, supplied: true, missing: 0, clear: '1' },
    { of: o3!, supplied: false, missing: 0, clear: undefined },
  ]) {
    const stage = await Stage.open(channel, { collections }, of);
    const place = { block: stage.ledger.height, index: 0, chaincode: 'cc', collection: 'secret' };
    const privateData = supplied ? [{ ...place, rwset: privateSet(draft) }] : [];
    const block = stage.block([stage.transaction(set)]);
    const { transactions } = await stage.ledger.commit(block, { privateData });
    expect(transactions.map(({ code }) => code)).toEqual([0]);
    expect(hashedAt(stage, 'secret', 'k')).toEqual([3, 0]);
    expect(stage.value('k', clearSpace('cc', 'secret'))).toBe(clear);
    expect(await collected(stage.ledger.missingPrivateData())).toHaveLength(missing);
  }
});
