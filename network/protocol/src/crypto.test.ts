import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { sha256, sha256Hex } from './crypto.js';

const LONGEST_AT_ONCE = 128 * 1024;

test.each([
  ['nothing', []],
  ['one empty part', [0]],
  ['one part', [100]],
  ['some parts', [1, 0, 700, 33]],
  ['as many bytes as are copied together', [LONGEST_AT_ONCE - 5, 5]],
  ['a byte more', [LONGEST_AT_ONCE - 5, 6]],
  ['one long part', [3 * LONGEST_AT_ONCE]],
])('the hash of %s is that of the concatenation', (_, sizes) => {
  const parts = sizes.map((size, i) => Buffer.alloc(size, i + 1));
  const expected = createHash('sha256').update(Buffer.concat(parts)).digest();
  expect(sha256(...parts)).toEqual(expected);
  expect(sha256Hex(...parts)).toBe(expected.toString('hex'));
});
