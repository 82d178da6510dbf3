import { expect, test } from '@jest/globals';
import { decodeEntry, encodeEntry } from './entry.js';

const at = (blockNum: bigint, txNum: bigint) => ({ blockNum, txNum });

test.each([
  ['a value', { value: Buffer.from('v'), metadata: [], version: at(1n, 0n) }],
  ['an empty value', { value: Buffer.alloc(0), metadata: [], version: at(0n, 0n) }],
  [
    'metadata with an empty value, an empty name and one beyond ASCII',
    {
      value: Buffer.from([0, 255, 128]),
      metadata: [
        { name: 'VALIDATION_PARAMETER', value: Buffer.alloc(0) },
        { name: '', value: Buffer.from([0]) },
        { name: 'é\u0000\u{1f600}', value: Buffer.alloc(300, 1) },
      ],
      version: at(127n, 128n),
    },
  ],
  ['large numbers', { value: Buffer.alloc(70_000), metadata: [], version: at(2n ** 40n, 65_535n) }],
])('an entry is read as it was written: %s', (_, entry) => {
  expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
});

test('two entries that differ are stored differently', () => {
  const plain = { value: Buffer.from('ab'), metadata: [], version: at(1n, 2n) };
  const others = [
    { ...plain, value: Buffer.from('a') },
    { ...plain, metadata: [{ name: 'a', value: Buffer.from('b') }] },
    { ...plain, version: at(2n, 1n) },
    { ...plain, version: at(1n, 3n) },
  ];
  for (const other of others) expect(encodeEntry(other).equals(encodeEntry(plain))).toBe(false);
});
