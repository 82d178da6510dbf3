import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareUtf8 } from './utf8-order.js';

test('strings are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      );
    }),
    { numRuns: 1000 },
  );
});

test('U+FF5E comes before U+1F600, which JavaScript would have the other way round', () => {
  expect(['\u{1F600}', '\uFF5E'].sort(compareUtf8)).toEqual(['\uFF5E', '\u{1F600}']);
  expect(['\uFF5E', '\u{1F600}'].sort()).toEqual(['\u{1F600}', '\uFF5E']);
});
