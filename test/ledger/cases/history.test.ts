import { expect, test } from '@jest/globals';
import { collectionPackage } from '../../support/chaincode-definition.js';
import { all, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

async function changesOf(stage: Stage, key: string): Promise<(string | undefined)[]> {
  const changes: (string | undefined)[] = [];
  for await (const { value, isDelete } of stage.ledger.history('cc', key))
    changes.push(isDelete ? undefined : Buffer.from(value).toString());
  return changes;
}

test('holds each public write of a valid transaction, newest first, and nothing else', async () => {
  const stage = await Stage.open();
  const policy = policyOf(all(member(stage.o1), member(stage.o2)));
  await stage.settle(stage.put('K', '1'), stage.put('K', '2'));
  await stage.settle(stage.transaction({ cc: { metadata: [['K', guardedBy(policy)]] } }));
  expect(
    await stage.commit(
      stage.put('K', '3', { by: [] }),
      stage.transaction({ cc: { reads: [['K', [1, 0]]], writes: [['K', '4']] } }),
      stage.transaction({ cc: { reads: [['K', stage.at('K')]] } }),
    ),
  ).toEqual([10, 11, 0]);
  await stage.settle(stage.transaction({ cc: { writes: [['K', undefined]] } }));
  await stage.settle(stage.put('K', '5'));
  expect(await changesOf(stage, 'K')).toEqual(['5', undefined, '2', '1', '0']);
});

test('of a key that never was lists its deletion', async () => {
  const stage = await Stage.open();
  await stage.settle(stage.transaction({ cc: { writes: [['never', undefined]] } }));
  expect(await changesOf(stage, 'never')).toEqual([undefined]);
  expect(await changesOf(stage, 'other')).toEqual([]);
});

test('of a key that one transaction writes twice lists it once, with the first value', async () => {
  const stage = await Stage.open();
  await stage.settle(
    stage.transaction({
      cc: {
        writes: [
          ['K', '1'],
          ['K', '2'],
          ['K', '3'],
        ],
      },
    }),
  );
  expect(stage.value('K')).toBe('3');
  expect(await changesOf(stage, 'K')).toEqual(['1', '0']);
});

test('holds no private data', async () => {
  const collections = collectionPackage({ name: 'secret', members: [] });
  const stage = await Stage.open({}, { collections });
  const set = { cc: { collections: { secret: { writes: [['k', 'v']] } } } } as const;
  expect(await stage.commit(stage.transaction(set))).toEqual([0]);
  expect(await changesOf(stage, 'k')).toEqual([]);
});
