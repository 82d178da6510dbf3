import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { codeOf } from '../../test-support/refusal.js';
import { decodeLedgerKey, documentKey, encodeLedgerKey, requestKey } from './ledger-key.js';

const part = fc
  .string({ unit: 'binary', minLength: 1 })
  .filter((text) => !text.includes('\u0000') && !text.includes('\u{10FFFF}'));
const key = fc.record(
  { type: part, parts: fc.array(part, { maxLength: 4 }) },
  { noNullPrototype: true },
);

test('a key reads back as its parts, so that no two things share one', () => {
  fc.assert(
    fc.property(key, (parts) => {
      expect(decodeLedgerKey(encodeLedgerKey(parts))).toEqual(parts);
    }),
  );
});

test.each(['', 'a\u0000b', '\u{10FFFF}', '\uD800'])('no key is made from %j', (bad) => {
  expect(codeOf(() => encodeLedgerKey({ type: 'credit', parts: [bad] }))).toBe('KEY_PART_UNSAFE');
  expect(codeOf(() => encodeLedgerKey({ type: bad, parts: [] }))).toBe('KEY_PART_UNSAFE');
});

test.each(['', 'credit', '\u0000', '\u0000\u0000', '\u0000credit', '\u0000credit\u0000\u0000'])(
  '%j is no key of ours',
  (text) => {
    expect(decodeLedgerKey(text)).toBeUndefined();
  },
);

test('documents and requests have keys in Fabric’s form', () => {
  expect(documentKey('amendment', ['LC-1', '2'])).toBe('\u0000amendment\u0000LC-1\u00002\u0000');
  expect(requestKey({ msp: 'AMSP', requestId: 'ff' })).toBe(
    '\u0000request\u0000AMSP\u0000ff\u0000',
  );
});
