import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { TestChannel } from '../../support/channel.js';
import type { TestOrganisation } from '../../support/organisation.js';
import { all, any, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
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

const only = (...organisations: readonly TestOrganisation[]) =>
  guardedBy(policyOf(all(...organisations.map(member))));
const doing = (draft: NamespaceDraft, ...by: TestOrganisation[]): Buffer =>
  stage.transaction({ cc: draft }, { by });

test('values, deletions and metadata of a guarded key all ask for its policy', async () => {
  const { o1, o2, o3 } = stage;
  await stage.settle(doing({ metadata: [['K', only(o3)]] }, o1, o2));
  const drafts: NamespaceDraft[] = [
    { writes: [['K', '1']] },
    { metadata: [['K', { ...only(o3), other: Buffer.of(1) }]] },
    { writes: [['K', undefined]] },
  ];
  for (const draft of drafts) {
    const codes = await stage.commit(doing(draft, o1, o2));
    expect([codes, await stage.commit(doing(draft, o3))]).toEqual([[10], [0]]);
  }
  expect(stage.entry('cc', 'K')).toBeUndefined();
});

test('reads of a guarded key ask for the policy of the chaincode', async () => {
  const { o1, o2, o3 } = stage;
  await stage.settle(doing({ metadata: [['K', only(o3)]] }, o1, o2));
  const reads = [['K', stage.at('K')]] as const;
  expect(await stage.commit(doing({ reads }, o1, o2), doing({ reads }, o3))).toEqual([0, 10]);
});

test('guarded keys of a transaction ask one by one, and unguarded ones for the chaincode', async () => {
  const { o1, o2, o3 } = stage;
  await stage.settle(stage.put('L', '0'));
  await stage.settle(
    doing(
      {
        metadata: [
          ['K', only(o2)],
          ['L', only(o3)],
        ],
      },
      o1,
      o2,
    ),
  );
  const both = {
    writes: [
      ['K', '1'],
      ['L', '1'],
    ],
  } as const;
  const more = { writes: [...both.writes, ['M', '1']] } as const;
  const codes = await stage.commit(
    doing(both, o2),
    doing(both, o3),
    doing(both, o2, o3),
    doing(more, o2, o3),
    doing({ writes: more.writes.slice(1) }, o3),
  );
  expect(codes).toEqual([10, 10, 0, 0, 10]);
});

test('a policy of a key counts in its namespace alone', async () => {
  const { o1, o2 } = stage;
  await stage.settle(stage.definition('other'));
  const inOther = () =>
    stage.transaction({ other: { writes: [['K', '1']] } }, { chaincode: 'other' });
  const set = doing({ metadata: [['K', only(o1, o2)]] }, o1, o2);
  expect(await stage.commit(set, inOther(), stage.put('K', '1'))).toEqual([0, 0, 10]);
  await stage.settle(doing({ metadata: [['K', only(o1)]] }, o1, o2));
  expect(await stage.commit(inOther(), stage.put('K', '1', { by: [o2] }))).toEqual([0, 10]);
});

test('behind a change of its policy a key may not be written, deleted or changed again, but read', async () => {
  const { o1, o2 } = stage;
  const change = { metadata: [['K', only(o1, o2)]] } as const;
  const codes = await stage.commit(
    doing(change, o1, o2),
    doing(change, o1, o2),
    doing({ writes: [['K', undefined]] }, o1, o2),
    doing({ reads: [['L', undefined]], writes: [['L', '1']] }, o1, o2),
    doing({ reads: [['K', stage.at('K')]] }, o1, o2),
  );
  expect(codes).toEqual([0, 10, 10, 0, 11]);
});

test('any metadata count as a change of the policy, also what removes it', async () => {
  const { o1, o2 } = stage;
  const other = doing({ metadata: [['K', { other: Buffer.of(1) }]] }, o1, o2);
  expect(await stage.commit(other, stage.put('K', '1'))).toEqual([0, 10]);
  const none = doing({ metadata: [['K', {}]] }, o1, o2);
  expect(await stage.commit(none, stage.put('K', '1'))).toEqual([0, 10]);
  expect(await stage.commit(stage.put('K', '1'))).toEqual([0]);
});

test('an alternative in the policy of a key is one', async () => {
  const { o1, o2, o3 } = stage;
  const either = guardedBy(policyOf(any(member(o1), member(o3))));
  await stage.settle(doing({ metadata: [['K', either]] }, o1, o2));
  const codes = await stage.commit(
    ...[o1, o2, o3].map((one) => stage.put('K', one.name, { by: [one] })),
  );
  expect(codes).toEqual([0, 10, 0]);
  expect(stage.value('K')).toBe('O3');
});
