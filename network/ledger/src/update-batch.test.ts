import { describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import { UpdateEntries } from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { hashedSpace } from './spaces.js';
import type { StateEntry } from './state.js';
import { CONFIG_KEY, CONFIG_NAMESPACE, UpdateBatch } from './update-batch.js';
import type { NamespaceSet } from './validation/read-write-set.js';

const at = (block: number, index: number) => ({ blockNum: BigInt(block), txNum: BigInt(index) });
const bytes = (text: string): Buffer => Buffer.from(text);
const hash = (text: string): Buffer => sha256(bytes(text));
const hex = (text: string): string => hash(text).toString('hex');
const policy = [{ name: 'p', value: bytes('1') }];

const stored: StateEntry = { value: bytes('old'), metadata: policy, version: at(5, 0) };
const batchOver = (space = 'cc', key = 'K'): UpdateBatch =>
  new UpdateBatch({ get: (s, k) => (s === space && k === key ? stored : undefined) });

type Writes = NamespaceSet['set']['writes'];
type Metadata = NamespaceSet['set']['metadataWrites'];
const set = (writes: Writes, metadataWrites: Metadata = []): NamespaceSet['set'] => ({
  reads: [],
  rangeQueriesInfo: [],
  writes,
  metadataWrites,
});
const put = (key: string, value: string): Writes[number] => ({
  key,
  isDelete: false,
  value: bytes(value),
});
const remove = (key: string): Writes[number] => ({ key, isDelete: true, value: bytes('') });

type Hashed = NamespaceSet['hashed'][number];
type HashedWrite = Hashed['set']['hashedWrites'][number];
const inCollection = (collection: string, ...hashedWrites: HashedWrite[]): Hashed => ({
  collection,
  privateHash: bytes(''),
  set: { hashedReads: [], hashedWrites, metadataWrites: [] },
});
const hashedPut = (key: string, value: string): HashedWrite => ({
  keyHash: hash(key),
  isDelete: false,
  valueHash: hash(value),
  isPurge: false,
});
const purge = (key: string): HashedWrite => ({
  keyHash: hash(key),
  isDelete: true,
  valueHash: bytes(''),
  isPurge: true,
});

const entriesIn = (batch: UpdateBatch) =>
  decode(UpdateEntries, batch.hashedBytes()).kvwrites.map((write) => [
    write.namespace,
    write.collection,
    write.collection === '' && write.key.length !== 32 ? String(write.key) : 'hash',
    write.isDelete ? undefined : String(write.value),
  ]);

describe('public keys', () => {
  test('a value keeps the policy of the key, a deletion drops it, also for a later value', () => {
    const batch = batchOver();
    batch.add([{ namespace: 'cc', set: set([put('K', 'new')]), hashed: [] }], at(6, 0));
    expect(batch.update('cc', 'K')?.entry).toMatchObject({ metadata: policy, version: at(6, 0) });
    batch.add([{ namespace: 'cc', set: set([remove('K')]), hashed: [] }], at(6, 1));
    expect(batch.update('cc', 'K')).toEqual({ entry: undefined, version: at(6, 1) });
    batch.add([{ namespace: 'cc', set: set([put('K', 'again')]), hashed: [] }], at(6, 2));
    expect(batch.update('cc', 'K')?.entry).toMatchObject({ metadata: [], version: at(6, 2) });
  });

  test('metadata alone raises the version, but not of a key that the block deleted or nobody wrote', () => {
    const metadata = [{ key: 'K', entries: [] }];
    const batch = batchOver();
    batch.add([{ namespace: 'cc', set: set([], metadata), hashed: [] }], at(6, 0));
    const dropped = { value: stored.value, metadata: [], version: at(6, 0) };
    expect(batch.update('cc', 'K')?.entry).toEqual(dropped);

    const deleted = batchOver();
    deleted.add([{ namespace: 'cc', set: set([remove('K')]), hashed: [] }], at(6, 0));
    deleted.add([{ namespace: 'cc', set: set([], metadata), hashed: [] }], at(6, 1));
    expect(deleted.update('cc', 'K')).toEqual({ entry: undefined, version: at(6, 0) });

    const absent = batchOver('cc', 'other');
    absent.add([{ namespace: 'cc', set: set([], metadata), hashed: [] }], at(6, 0));
    expect(absent.update('cc', 'K')).toBeUndefined();
  });

  test('a range of what changed is in the order of UTF-8 and includes what was added since', () => {
    const batch = batchOver();
    const keys = (start: string, end: string) =>
      [...batch.range('cc', start, end)].map(([key]) => key);
    const full = '\uff5e';
    const astral = '\u{1f600}';
    batch.add(
      [{ namespace: 'cc', set: set([put(astral, '1'), put('b', '1')]), hashed: [] }],
      at(6, 0),
    );
    expect(keys('', '')).toEqual(['b', astral]);
    batch.add(
      [{ namespace: 'cc', set: set([put(full, '1'), put('a', '1')]), hashed: [] }],
      at(6, 1),
    );
    expect(keys('', '')).toEqual(['a', 'b', full, astral]);
    expect(keys('b', astral)).toEqual(['b', full]);
    expect(keys('c', 'b')).toEqual([]);
    expect([...batch.range('other', '', '')]).toEqual([]);
  });
});

describe('hashed keys', () => {
  test('stand in a space of their own, under the hex of their hash', () => {
    const batch = batchOver();
    const hashed = [inCollection('secret', hashedPut('K', 'v'))];
    batch.add([{ namespace: 'cc', set: set([]), hashed }], at(6, 0));
    expect(batch.update('cc', 'K')).toBeUndefined();
    const updates = batch.updates().get(hashedSpace('cc', 'secret'));
    expect([...(updates ?? [])]).toEqual([
      [hex('K'), { value: new Uint8Array(hash('v')), metadata: [], version: at(6, 0) }],
    ]);
  });

  test('of a collection that is named twice count together', () => {
    const space = hashedSpace('cc', 'secret');
    const batch = batchOver(space, hex('K'));
    const twice = [hashedPut('K', 'a'), hashedPut('K', 'b')].map((one) =>
      inCollection('secret', one),
    );
    batch.add([{ namespace: 'cc', set: set([]), hashed: twice }], at(6, 0));
    // Two values of one key in one transaction leave the old one, without its metadata.
    expect(batch.update(space, hex('K'))?.entry).toEqual({
      value: stored.value,
      metadata: [],
      version: at(6, 0),
    });
  });

  test('tell what changed, and which purge was the last', () => {
    const batch = batchOver();
    const add = (index: number, ...writes: HashedWrite[]): void =>
      batch.add(
        [{ namespace: 'cc', set: set([]), hashed: [inCollection('secret', ...writes)] }],
        at(6, index),
      );
    add(0, purge('a'), purge('b'));
    add(1, hashedPut('a', 'again'), hashedPut('c', 'v'));
    const change = { chaincode: 'cc', collection: 'secret' };
    expect(batch.hashedChanges()).toMatchObject([
      {
        ...change,
        keyHash: hex('a'),
        entry: { value: hash('again') },
        purge: at(6, 0),
        version: at(6, 1),
      },
      { ...change, keyHash: hex('b'), entry: undefined, purge: at(6, 0), version: at(6, 0) },
      { ...change, keyHash: hex('c'), entry: { value: hash('v') }, purge: undefined },
    ]);
  });

  test('purged twice in one write set keep their hash, but not their clear values', () => {
    const batch = batchOver(hashedSpace('cc', 'secret'), hex('a'));
    const hashed = [inCollection('secret', purge('a'), purge('a'))];
    batch.add([{ namespace: 'cc', set: set([]), hashed }], at(6, 0));
    expect(batch.hashedChanges()).toMatchObject([{ keyHash: hex('a'), purge: at(6, 0) }]);
    expect(batch.hashedChanges()[0]?.entry).toMatchObject({ value: stored.value });
  });
});

describe('the bytes for the commit hash', () => {
  test('name each namespace and each collection once, public keys first', () => {
    const batch = batchOver();
    const collections = [
      inCollection('y', hashedPut('k', '1')),
      inCollection('x', hashedPut('k', '1'), hashedPut('l', '2')),
    ];
    batch.add(
      [
        { namespace: 'b', set: set([]), hashed: [inCollection('z', hashedPut('k', '1'))] },
        { namespace: 'a', set: set([put('q', '2'), remove('p')]), hashed: collections },
      ],
      at(6, 0),
    );
    const hashes = [String(hash('1')), String(hash('2'))];
    // SHA-256 of "l" comes before that of "k".
    expect(hex('l') < hex('k')).toBe(hash('l').compare(hash('k')) < 0);
    const inX = hex('l') < hex('k') ? [hashes[1], hashes[0]] : hashes;
    expect(entriesIn(batch)).toEqual([
      ['a', '', 'p', undefined],
      ['', '', 'q', '2'],
      ['', 'x', 'hash', inX[0]],
      ['', '', 'hash', inX[1]],
      ['', 'y', 'hash', hashes[0]],
      ['b', 'z', 'hash', hashes[0]],
    ]);
  });

  test('leave out the configuration, metadata and what was only purged', () => {
    const batch = batchOver(hashedSpace('cc', 'secret'), hex('a'));
    batch.put(CONFIG_NAMESPACE, CONFIG_KEY, stored, at(6, 0));
    const hashed = [inCollection('secret', purge('a'), purge('a'), purge('a'), purge('a'))];
    batch.add([{ namespace: 'cc', set: set([]), hashed }], at(6, 1));
    // Four deletions add up to nothing that a peer knows: the key is taken over with its metadata gone, in the new version.
    expect(entriesIn(batch)).toEqual([['cc', 'secret', 'hash', 'old']]);
    expect(batch.updates().get(CONFIG_NAMESPACE)?.has(CONFIG_KEY)).toBe(true);
    const withPolicy = batchOver();
    const withoutPolicy = batchOver();
    const metadata = [{ key: 'K', entries: policy }];
    withPolicy.add(
      [{ namespace: 'cc', set: set([put('K', 'v')], metadata), hashed: [] }],
      at(6, 0),
    );
    withoutPolicy.add([{ namespace: 'cc', set: set([put('K', 'v')]), hashed: [] }], at(6, 0));
    expect(withPolicy.hashedBytes()).toEqual(withoutPolicy.hashedBytes());
  });
});
