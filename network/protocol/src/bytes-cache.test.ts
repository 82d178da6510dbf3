import { expect, test } from '@jest/globals';
import { BytesCache } from './bytes-cache.js';

const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value));

test('what was made of bytes is found by equal bytes, wherever they stand', () => {
  const cache = new BytesCache<string | undefined>(10);
  cache.set(text('a certificate'), 'made');
  cache.set(text(''), undefined);
  const block = text('before a certificate after');
  expect(cache.get(block.subarray(7, 20))).toMatchObject({ value: 'made' });
  expect(cache.get(text(''))).toMatchObject({ value: undefined });
  expect(cache.get(text('a certificatf'))).toBeUndefined();
});

test('bytes that differ where nobody looks are not taken for each other', () => {
  const cache = new BytesCache<number>(10);
  const one = new Uint8Array(1000);
  const other = new Uint8Array(1000);
  other[1] = 1;
  cache.set(one, 1);
  expect(cache.get(other)).toBeUndefined();
  cache.set(other, 2);
  expect(cache.get(other)).toMatchObject({ value: 2 });
  expect(cache.get(one)?.value).not.toBe(2);
});

test('bytes that change later change nothing', () => {
  const cache = new BytesCache<number>(10);
  const bytes = text('one');
  cache.set(bytes, 1);
  bytes.set(text('two'));
  expect(cache.get(text('one'))?.value).toBe(1);
  expect(cache.get(text('two'))).toBeUndefined();
});

test('it forgets rather than grow beyond its limit', () => {
  const cache = new BytesCache<number>(3);
  ['a', 'b', 'c', 'd'].forEach((name, i) => cache.set(text(name), i));
  const found = ['a', 'b', 'c', 'd'].filter((name) => cache.get(text(name)) !== undefined);
  expect(found).toEqual(['d']);
});
