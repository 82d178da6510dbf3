import { describe, expect, test } from '@jest/globals';
import type { StateEntry } from './state.js';
import { sha256 } from '@argosy/protocol/crypto';
import { afterChange, hashedKeyChanges, keyChanges } from './key-changes.js';

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
  const changes = keyChanges({ writes, metadataWrites });
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
  const writes = keyChanges({ writes: [], metadataWrites: [{ key: 'k', entries }] });
  const change = writes.get('k');
  expect(change && afterChange(change, undefined)).toBe('unchanged');
});

test('a key written several times in one write set comes out as with a peer', () => {
  expect(after(['a', 'b'])).toBe('before');
  expect(after(['a', 'b', 'c'])).toBe('c');
  expect(after(['a', 'b', 'c', 'd'])).toBe('before');
  expect(after([null, null])).toBe('before');
});

test('eight values of a key delete it, and 256 count as one', () => {
  const values = Array.from({ length: 256 }, (_, i) => String(i));
  expect(after(values)).toBe('255+1');
  expect(after(values.slice(0, 8))).toBeUndefined();
});

test('so many drops of metadata that they add up to nothing change nothing', () => {
  const drop = { key: 'k', entries: [] };
  const metadataWrites = Array.from({ length: 64 }, () => drop);
  const change = keyChanges({ writes: [], metadataWrites }).get('k');
  expect(change && afterChange(change, before)).toBe('unchanged');
});

test('metadata that is set and dropped in one write set stays set', () => {
  const metadataWrites = [
    { key: 'k', entries },
    { key: 'k', entries: [] },
  ];
  const change = keyChanges({ writes: [], metadataWrites }).get('k');
  expect(change && afterChange(change, before)).toEqual({ value: before.value, metadata: entries });
});

describe('hashed writes', () => {
  const keyHash = Buffer.from('00ff', 'hex');
  const hashed = (write: { isDelete?: boolean; isPurge?: boolean; valueHash?: Uint8Array }) => {
    const all = {
      keyHash,
      isDelete: false,
      isPurge: false,
      valueHash: new Uint8Array(0),
      ...write,
    };
    const change = hashedKeyChanges({ hashedWrites: [all], metadataWrites: [] }).get('00ff');
    return change && afterChange(change, before);
  };

  test('set the hash of the value and keep the metadata', () => {
    const valueHash = sha256(Buffer.from('v'));
    expect(hashed({ valueHash })).toEqual({ value: valueHash, metadata: before.metadata });
  });

  test.each([
    ['a deletion', { isDelete: true, valueHash: sha256(Buffer.from('v')) }],
    ['no hash', {}],
    ['the hash of nothing', { valueHash: sha256(new Uint8Array(0)) }],
    ['a purge', { isDelete: true, isPurge: true }],
  ])('delete by %s', (_, write) => {
    expect(hashed(write)).toBeUndefined();
  });

  test('set metadata by the hash of the key', () => {
    const changes = hashedKeyChanges({ hashedWrites: [], metadataWrites: [{ keyHash, entries }] });
    const change = changes.get('00ff');
    expect(change && afterChange(change, before)).toEqual({
      value: before.value,
      metadata: entries,
    });
  });
});
