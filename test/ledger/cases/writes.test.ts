import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestChannel } from '../../support/channel.js';
import { all, member, policyOf } from '../../support/policies.js';
import { guardedBy } from '../../support/read-write-sets.js';
import type { NamespaceDraft } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;
/** A policy that the usual endorsers, O1 and O2, satisfy. */
let policy: Buffer;

beforeAll(() => {
  channel = new TestChannel();
  policy = policyOf(all(...channel.members.slice(0, 2).map(member)));
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

const doing = (draft: NamespaceDraft): Buffer => stage.transaction({ cc: draft });
const guard = (...keys: readonly string[]): Buffer =>
  doing({ metadata: keys.map((key) => [key, guardedBy(policy)] as const) });
const metadataOf = (key: string): string[] | undefined =>
  stage.entry('cc', key)?.metadata.map(({ name }) => name);
const GUARDED = ['VALIDATION_PARAMETER'];

describe('metadata', () => {
  test('replace the whole list of a key; an empty list removes it', async () => {
    await stage.settle(doing({ metadata: [['K', { one: Buffer.of(1), two: Buffer.of(2) }]] }));
    expect(metadataOf('K')).toEqual(['one', 'two']);
    await stage.settle(doing({ metadata: [['K', { three: Buffer.of(3) }]] }));
    expect(metadataOf('K')).toEqual(['three']);
    await stage.settle(doing({ metadata: [['K', {}]] }));
    expect(metadataOf('K')).toEqual([]);
    expect(stage.value('K')).toBe('0');
  });

  test('come with the value that creates their key', async () => {
    await stage.settle(doing({ writes: [['new', '1']], metadata: [['new', guardedBy(policy)]] }));
    expect(metadataOf('new')).toEqual(GUARDED);
    await stage.settle(
      doing({ writes: [['new', undefined]], metadata: [['new', guardedBy(policy)]] }),
    );
    expect(stage.entry('cc', 'new')).toBeUndefined();
  });

  test('on a key that an earlier transaction of the block deleted have no effect', async () => {
    const number = Number(stage.ledger.height);
    const codes = await stage.commit(doing({ writes: [['K', undefined]] }), guard('K'), guard('L'));
    expect(codes).toEqual([0, 0, 0]);
    expect(stage.entry('cc', 'K')).toBeUndefined();
    expect(await stage.commit(stage.put('K', '1'), stage.put('L', '1'))).toEqual([0, 0]);
    expect([metadataOf('K'), stage.at('K')]).toEqual([[], [number + 1, 0]]);
  });

  test('of a key that an earlier transaction of the block writes stay with its value', async () => {
    await stage.settle(guard('K'));
    expect(await stage.commit(stage.put('K', '1'), stage.put('K', '2'))).toEqual([0, 0]);
    expect([stage.value('K'), metadataOf('K')]).toEqual(['2', GUARDED]);
    const recreate = [doing({ writes: [['K', undefined]] }), stage.put('K', '3')];
    expect(await stage.commit(...recreate)).toEqual([0, 0]);
    expect([stage.value('K'), metadataOf('K')]).toEqual(['3', []]);
  });

  test('of an invalid transaction are not taken over', async () => {
    const stale = doing({ reads: [['K', [1, 0]]], metadata: [['K', guardedBy(policy)]] });
    expect(await stage.commit(stale)).toEqual([11]);
    expect([metadataOf('K'), stage.at('K')]).toEqual([[], [2, 0]]);
  });
});

describe('a key that stands more than once in a write set', () => {
  /** Lists of writes (undefined deletes), and the value after them; the key is 0 and guarded before. */
  test.each([
    [['1'], '1', GUARDED],
    [['1', '2'], '0', []],
    [['1', '2', '3'], '3', []],
    [['1', undefined], undefined, undefined],
    [[undefined, '1'], undefined, undefined],
    [[undefined, undefined], '0', []],
  ])('%j', async (values, after, metadata) => {
    await stage.settle(guard('K'));
    const number = Number(stage.ledger.height);
    await stage.settle(doing({ writes: values.map((value) => ['K', value] as const) }));
    expect([stage.value('K'), metadataOf('K')]).toEqual([after, metadata]);
    expect(stage.at('K')).toEqual(after === undefined ? undefined : [number, 0]);
  });

  test('and did not exist before: two values are none', async () => {
    await stage.settle(
      doing({
        writes: [
          ['new', '1'],
          ['new', '2'],
        ],
      }),
    );
    expect(stage.entry('cc', 'new')).toBeUndefined();
  });
});

describe('the version of a key', () => {
  test('is that of the last valid transaction of the block that touched it', async () => {
    const number = Number(stage.ledger.height);
    const codes = await stage.commit(
      stage.put('K', '1'),
      stage.put('K', '2', { by: [] }),
      guard('K'),
      doing({ reads: [['K', [0, 0]]], writes: [['K', '3']] }),
    );
    expect(codes).toEqual([0, 10, 0, 10]);
    expect([stage.value('K'), stage.at('K')]).toEqual(['1', [number, 2]]);
  });

  test('must be the one read in both of its parts', async () => {
    const reads = [[2, 0], [2, 1], [1, 0], [3, 0], undefined] as const;
    const transactions = reads.map((at) => doing({ reads: [['K', at]] }));
    expect(await stage.commit(...transactions)).toEqual([0, 11, 11, 11, 11]);
    const absent = [undefined, [0, 0] as const].map((at) => doing({ reads: [['absent', at]] }));
    expect(await stage.commit(...absent)).toEqual([0, 11]);
  });
});

describe('a transaction that does not count', () => {
  test('leaves nothing for the reads of those behind it', async () => {
    const reading = () => doing({ reads: [['K', [2, 0]]] });
    const codes = await stage.commit(
      stage.put('K', '1', { by: [] }),
      doing({ reads: [['K', [1, 0]]], writes: [['K', '2']] }),
      reading(),
    );
    expect(codes).toEqual([10, 11, 0]);
  });
});
