import { beforeAll, describe, expect, test } from '@jest/globals';
import { garbage, replace } from '../../support/defects.js';
import { readWriteSet } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';
import type { Otherwise } from '../../support/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});

const someNonce = Buffer.alloc(24, 1);

describe('of two things that are wrong, the one that is looked at first gives the code', () => {
  const wrong: Readonly<Record<string, { readonly code: number; readonly how: () => Otherwise }>> =
    {
      epoch: { code: 3, how: () => ({ epoch: 1n }) },
      signature: { code: 4, how: () => replace('signature', Buffer.of(1)) },
      id: { code: 8, how: () => ({ txId: 'x' }) },
      actions: { code: 5, how: () => ({ actions: 2 }) },
      duplicate: { code: 9, how: () => ({ nonce: someNonce }) },
      extension: { code: 19, how: () => ({ extension: garbage }) },
      action: { code: 21, how: () => replace('action', garbage) },
      results: { code: 22, how: () => replace('results', garbage) },
      unnamed: { code: 255, how: () => ({ ran: null }) },
      version: { code: 25, how: () => ({ ran: { name: 'cc', version: '' } }) },
      event: { code: 255, how: () => ({ event: { chaincodeId: 'other', eventName: '' } }) },
      twice: { code: 23, how: () => replace('results', twice) },
      undefined: {
        code: 25,
        how: () => ({ ...replace('results', elsewhere), chaincode: 'undefined' }),
      },
      endorsement: { code: 10, how: () => ({ by: [] }) },
    };
  const twice = readWriteSet([
    ['cc', {}],
    ['cc', { writes: [['a', '1']] }],
  ]);
  const elsewhere = readWriteSet({ undefined: { writes: [['a', '1']] } });
  const order = Object.keys(wrong);
  const pairs = order.flatMap((first, i) => order.slice(i + 1).map((second) => [first, second]));
  /** Both at once. Where both replace a part, the first one has it. */
  const merged = (a: Otherwise, b: Otherwise): Otherwise => ({
    ...b,
    ...a,
    alter: (at, bytes) => {
      const once = a.alter?.(at, bytes) ?? bytes;
      return once === bytes ? (b.alter?.(at, bytes) ?? bytes) : once;
    },
  });

  beforeAll(async () => {
    await stage.settle(stage.put('a', '1', { nonce: someNonce }));
  });

  test.each(pairs)('%s before %s', async (first, second) => {
    const [a, b] = [wrong[first]!, wrong[second]!];
    for (const { code, how } of [a, b])
      expect(await stage.commit(stage.put('b', '1', how()))).toEqual([code]);
    const both = stage.put('b', '1', merged(a.how(), b.how()));
    expect(await stage.commit(both)).toEqual([a.code]);
  });
});
