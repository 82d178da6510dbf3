import { describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { outOf, roleOf } from '@argosy/protocol/policy-build';
import { hashedSpace } from '../spaces.js';
import { BlockRejected } from '../verdict.js';
import { KeyPolicies, VALIDATION_PARAMETER } from './key-policies.js';
import type { NamespaceSet } from './read-write-set.js';

const policy = outOf(1, [roleOf('BankMSP', 'peer')]);
const hash = sha256(Buffer.from('k'));
const hex = hash.toString('hex');
const publicKey = { collection: undefined, key: 'k' };
const privateKey = { collection: 'secret', key: hex };

/** Over a state in which one key has this metadata. */
const over = (values: readonly Uint8Array[], space = 'cc', key = 'k'): KeyPolicies => {
  const metadata = values.map((value) => ({ name: VALIDATION_PARAMETER, value }));
  const entry = { value: Buffer.of(1), metadata, version: { blockNum: 1n, txNum: 0n } };
  return new KeyPolicies(7n, { get: (s, k) => (s === space && k === key ? entry : undefined) });
};

describe('the policy of a key', () => {
  test('stands in its metadata, for public and for hashed keys', () => {
    expect(over([policy]).find('cc', publicKey)?.bytes).toEqual(policy);
    expect(over([policy]).find('cc', { ...publicKey, key: 'l' })).toBeUndefined();
    expect(over([policy]).find('cc', privateKey)).toBeUndefined();
    const hashed = over([policy], hashedSpace('cc', 'secret'), hex);
    expect(hashed.find('cc', privateKey)?.policy.identities).toHaveLength(1);
    expect(hashed.find('cc', publicKey)).toBeUndefined();
  });

  test('is none if it is empty, and the last one of several', () => {
    expect(over([Buffer.of()]).find('cc', publicKey)).toBeUndefined();
    expect(over([policy, Buffer.of()]).find('cc', publicKey)).toBeUndefined();
    expect(over([Buffer.of(), policy]).find('cc', publicKey)?.bytes).toEqual(policy);
  });

  test('that cannot be read stops the block', () => {
    expect(() => over([Buffer.of(0xff)]).find('cc', publicKey)).toThrow(BlockRejected);
  });
});

describe('a change of metadata within the block', () => {
  const changing: NamespaceSet = {
    namespace: 'cc',
    set: {
      reads: [],
      rangeQueriesInfo: [],
      writes: [{ key: 'written', isDelete: false, value: Buffer.of(1) }],
      metadataWrites: [{ key: 'k', entries: [] }],
    },
    hashed: [
      {
        collection: 'secret',
        privateHash: Buffer.of(),
        set: {
          hashedReads: [],
          hashedWrites: [],
          metadataWrites: [{ keyHash: hash, entries: [] }],
        },
      },
    ],
  };

  test('is remembered with the first transaction that makes it', () => {
    const keys = over([]);
    expect(keys.changedBy('cc', publicKey)).toBeUndefined();
    keys.noteChanges(changing, 2);
    keys.noteChanges(changing, 5);
    expect(keys.changedBy('cc', publicKey)).toBe(2);
    expect(keys.changedBy('cc', privateKey)).toBe(2);
  });

  test('concerns that key alone', () => {
    const keys = over([]);
    keys.noteChanges(changing, 2);
    for (const other of [
      keys.changedBy('other', publicKey),
      keys.changedBy('cc', { ...publicKey, key: 'written' }),
      keys.changedBy('cc', { ...privateKey, collection: 'else' }),
      keys.changedBy('cc', { ...privateKey, collection: undefined }),
    ])
      expect(other).toBeUndefined();
  });
});
