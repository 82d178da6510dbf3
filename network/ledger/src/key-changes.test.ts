import { expect, test } from '@jest/globals';
import type { StateEntry } from './state.js';
import { afterChange, keyChanges } from './key-changes.js';

const before: StateEntry = {
  value: Buffer.from('before'),
  metadata: [{ name: 'm', value: Buffer.from('1') }],
  version: { blockNum: 1n, txNum: 0n },
};
const entries = [{ name: 'm', value: Buffer.from('2') }];

/** What the named writes of one key, `null` for a deletion, and perhaps new metadata make of it. */
function after(
  values: readonly (string | null)[],
  metadata?: { name: string; value: Uint8Array }[],
  current: StateEntry | undefined = before,
): string | undefined {
  const writes = values.map((value) => ({
    key: 'k',
    isDelete: value === null,
    value: Buffer.from(value ?? ''),
  }));
  const metadataWrites = metadata === undefined ? [] : [{ key: 'k', entries: metadata }];
  const changes = keyChanges({ reads: [], rangeQueriesInfo: [], writes, metadataWrites });
  const change = changes.get('k');
  if (change === undefined) throw new Error('the key is not changed');
  const result = afterChange(change, current);
  if (result === undefined || result === 'unchanged') return result;
  return [result.value, ...result.metadata.map(({ value }) => value)]
    .map((bytes) => Buffer.from(bytes).toString())
    .join('+');
}

test('a value keeps the metadata, and metadata the value', () => {
  expect(after(['a'])).toBe('a+1');
  expect(after([], entries)).toBe('before+2');
  expect(after(['a'], entries)).toBe('a+2');
  expect(after(['a'], [])).toBe('a');
});

test('a deletion takes the metadata along, even new metadata', () => {
  expect(after([null])).toBeUndefined();
  expect(after([''])).toBeUndefined();
  expect(after([null], entries)).toBeUndefined();
  expect(after(['a', null])).toBeUndefined();
});

test('metadata alone makes no key', () => {
  const writes = keyChanges({
    reads: [],
    rangeQueriesInfo: [],
    writes: [],
    metadataWrites: [{ key: 'k', entries }],
  });
  const change = writes.get('k');
  expect(change && afterChange(change, undefined)).toBe('unchanged');
});

test('a key written several times in one write set comes out as with a peer', () => {
  expect(after(['a', 'b'])).toBe('before');
  expect(after(['a', 'b', 'c'])).toBe('c');
  expect(after(['a', 'b', 'c', 'd'])).toBe('before');
  expect(after([null, null])).toBe('before');
});
