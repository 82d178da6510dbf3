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

test('bytes that differ where nobody looks are kept apart, and only the oldest of many is displaced', () => {
  const cache = new BytesCache<number>(100);
  const alike = [0, 1, 2, 3, 4].map((value) => {
    const bytes = new Uint8Array(1000);
    bytes[20] = value;
    return bytes;
  });
  const found = (): (number | undefined)[] => alike.map((bytes) => cache.get(bytes)?.value);
  alike.slice(0, 4).forEach((bytes, i) => cache.set(bytes, i));
  expect(found()).toEqual([0, 1, 2, 3, undefined]);
  cache.set(alike[4]!, 4);
  expect(found()).toEqual([undefined, 1, 2, 3, 4]);
});

test('the same certificate under two names is found under each', () => {
  const cache = new BytesCache<string>(100);
  const certificate = 'x'.repeat(800);
  cache.set(text(`Org1${certificate}`), 'one');
  cache.set(text(`Org2${certificate}`), 'two');
  expect(cache.get(text(`Org1${certificate}`))?.value).toBe('one');
  expect(cache.get(text(`Org2${certificate}`))?.value).toBe('two');
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
