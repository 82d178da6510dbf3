import { expect, test } from '@jest/globals';
import { parseDuration } from './duration.js';

test.each([
  ['2s', 2_000_000_000n],
  ['+2s', 2_000_000_000n],
  ['-2s', -2_000_000_000n],
  ['0', 0n],
  ['1h15m30.918273645s', 4_530_918_273_645n],
  ['300ms', 300_000_000n],
  ['1.5ms', 1_500_000n],
  ['.5s', 500_000_000n],
  ['1.s', 1_000_000_000n],
  ['2us', 2_000n],
  ['2\u00b5s', 2_000n],
  ['2\u03bcs', 2_000n],
  ['0.4ns', 0n],
  ['0000000000000000000000000000001s', 1_000_000_000n],
  ['9223372036854775807ns', 2n ** 63n - 1n],
])('%s is %d ns', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds);
});

test.each([
  '',
  '2',
  's',
  '.s',
  '2 s',
  '2x',
  '2s3',
  '--2s',
  '2S',
  '1..5s',
  '9223372036854775808ns',
  '99999999999999999999h',
])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
