import { expect, test } from '@jest/globals';
import { someAtOnce } from './some-at-once.js';

test('begins in order and at once, and never more than so many', async () => {
  const begun: number[] = [];
  const ends = [1, 2, 3, 4].map(() => Promise.withResolvers<undefined>());
  const done = someAtOnce([0, 1, 2, 3], 2, (one) => {
    begun.push(one);
    return ends[one]?.promise ?? Promise.reject(new Error('nobody asked for it'));
  });
  expect(begun).toEqual([0, 1]);
  ends[1]?.resolve(undefined);
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1, 2]);
  for (const { resolve } of ends) resolve(undefined);
  await done;
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('begins nothing more after a failure', async () => {
  const begun: number[] = [];
  const slow = Promise.withResolvers<undefined>();
  const done = someAtOnce([0, 1, 2], 2, async (one) => {
    begun.push(one);
    if (one === 0) throw new Error('no luck');
    await slow.promise;
  });
  await expect(done).rejects.toThrow('no luck');
  slow.resolve(undefined);
  await new Promise(setImmediate);
  expect(begun).toEqual([0, 1]);
});
