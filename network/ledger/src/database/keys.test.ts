import { describe, expect, test } from '@jest/globals';
import { KeyReader, afterPrefix, keyOf, table } from './keys.js';

describe('keys of the tables', () => {
  test.each([
    ['a separator of C in the namespace', ['a\u0000b', 'c'], ['a', 'b\u0000c']],
    ['a boundary moved', ['ab', 'c'], ['a', 'bc']],
    ['an empty part', ['', 'a'], ['a', '']],
    ['a dollar sign', ['cc$$h', 'x'], ['cc', '$$hx']],
  ])('tell names apart: %s', (_, one, other) => {
    expect(keyOf(table.state, one).equals(keyOf(table.state, other))).toBe(false);
    expect(keyOf(table.state, [one[0]!], one[1])).not.toEqual(
      keyOf(table.state, [other[0]!], other[1]),
    );
  });

  test('of one space stand together, in the order of their UTF-8 bytes', () => {
    // UTF-16 has the last two the other way round.
    const keys = ['', '\u0000', 'a', 'a\u0000', 'ab', 'b', 'é', '\uff5e', '\u{1f600}'];
    const encoded = keys.map((key) => keyOf(table.state, ['cc'], key));
    const sorted = [...encoded].sort((a, b) => Buffer.compare(a, b));
    expect(sorted).toEqual(encoded);
    const prefix = keyOf(table.state, ['cc']);
    for (const key of encoded) {
      expect(Buffer.compare(key, prefix)).toBeGreaterThanOrEqual(0);
      expect(Buffer.compare(key, afterPrefix(prefix))).toBeLessThan(0);
    }
    for (const other of ['cb', 'cd', 'c', 'ccc']) {
      const stranger = keyOf(table.state, [other], 'a');
      const inside =
        Buffer.compare(stranger, prefix) >= 0 && Buffer.compare(stranger, afterPrefix(prefix)) < 0;
      expect(inside).toBe(false);
    }
  });

  test('are read again part by part', () => {
    const reader = new KeyReader(keyOf(table.expiry, [7n, 'c\u0000c', Buffer.of(0, 255)], 'rest'));
    expect(reader.number()).toBe(7n);
    expect(reader.text()).toBe('c\u0000c');
    expect(reader.bytes()).toEqual(Buffer.of(0, 255));
    expect(reader.rest().toString()).toBe('rest');
  });

  test('of numbers are in their order', () => {
    const numbers = [0n, 1n, 255n, 256n, 2n ** 32n, 2n ** 64n - 1n];
    const encoded = numbers.map((number) => keyOf(table.expiry, [number]));
    expect([...encoded].sort((a, b) => Buffer.compare(a, b))).toEqual(encoded);
  });

  test('the end of a prefix of the highest bytes is the next prefix that is shorter', () => {
    expect(afterPrefix(Buffer.of(2, 255, 255))).toEqual(Buffer.of(3));
  });
});
