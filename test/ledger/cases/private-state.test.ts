import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hashedSpace } from '@argosy/ledger/spaces';
import { sha256 } from '@argosy/protocol/crypto';
import { HashedRWSet, TxReadWriteSet } from '@argosy/protocol/messages/rwset';
import { decode, encode } from '@argosy/protocol/wire';
import { collectionPackage } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { all, member, policyOf } from '../../support/policies.js';
import { guardedBy, hash, readWriteSet } from '../../support/read-write-sets.js';
import type { At, CollectionDraft } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  const { members } = channel;
  const collections = collectionPackage(
    { name: 'c', members },
    { name: 'd', members },
    { name: 'brief', members, blockToLive: 1n },
  );
  stage = await Stage.open(channel, { collections });
});

const into = (collection: string, draft: CollectionDraft): Buffer =>
  stage.transaction({ cc: { collections: { [collection]: draft } } });
const put = (collection: string, value: string): Buffer =>
  into(collection, { writes: [['k', value]] });
const spaceOf = (collection: string): string => hashedSpace('cc', collection);
const keyOf = (key: string): string => hash(key).toString('hex');
const at = (collection: string, key = 'k'): At => stage.at(keyOf(key), spaceOf(collection));
const valueOf = (collection: string, key = 'k'): string | undefined => {
  const entry = stage.entry(spaceOf(collection), keyOf(key));
  return entry && Buffer.from(entry.value).toString('hex');
};
const metadataOf = (collection: string): string[] | undefined =>
  stage.entry(spaceOf(collection), keyOf('k'))?.metadata.map(({ name }) => name);
const reading = (collection: string, version: At): Buffer =>
  into(collection, { reads: [['k', version]] });

test('hashes of one key in two collections, and the public key of the name, are three keys', async () => {
  const number = Number(stage.ledger.height);
  const codes = await stage.commit(put('c', '1'), put('d', '2'), stage.put('k', '3'));
  expect(codes).toEqual([0, 0, 0]);
  expect([at('c'), at('d'), stage.at('k')]).toEqual([0, 1, 2].map((index) => [number, index]));
  expect([valueOf('c'), valueOf('d')]).toEqual([keyOf('1'), keyOf('2')]);
  const old = await stage.commit(
    reading('c', [number, 0]),
    put('c', '4'),
    reading('d', [number, 1]),
  );
  expect(old).toEqual([0, 0, 0]);
});

test('metadata of a hash raise its version, and go with a deletion', async () => {
  const policy = guardedBy(policyOf(all(...channel.members.slice(0, 2).map(member))));
  await stage.settle(put('c', '1'));
  const before = at('c');
  await stage.settle(into('c', { metadata: [['k', policy]] }));
  expect(metadataOf('c')).toEqual(['VALIDATION_PARAMETER']);
  expect(await stage.commit(reading('c', before), reading('c', at('c')))).toEqual([11, 0]);
  await stage.settle(put('c', '2'));
  expect(metadataOf('c')).toEqual(['VALIDATION_PARAMETER']);
  await stage.settle(into('c', { writes: [['k', undefined]] }));
  await stage.settle(put('c', '3'));
  expect(metadataOf('c')).toEqual([]);
});

test('metadata of a hash that is not there have no effect', async () => {
  await stage.settle(into('c', { metadata: [['k', { one: Buffer.of(1) }]] }));
  expect(at('c')).toBeUndefined();
  expect(await stage.commit(reading('c', undefined))).toEqual([0]);
});

describe('a hashed write deletes', () => {
  /** The hashed set of `put`, with its one write changed. */
  const changed = (change: (write: { isDelete: boolean; valueHash: Uint8Array }) => object) => {
    const plain = readWriteSet({ cc: { collections: { c: { writes: [['k', '2']] } } } });
    const set = decode(TxReadWriteSet, plain);
    const collection = set.nsRwset[0]!.collectionHashedRwset[0]!;
    const { hashedWrites } = decode(HashedRWSet, collection.hashedRwset);
    const hashedRwset = encode(HashedRWSet, {
      hashedWrites: hashedWrites.map((write) => ({ ...write, ...change(write) })),
    });
    const { namespace, rwset } = set.nsRwset[0]!;
    const collectionHashedRwset = [{ ...collection, hashedRwset }];
    return stage.transaction(
      encode(TxReadWriteSet, { nsRwset: [{ namespace, rwset, collectionHashedRwset }] }),
    );
  };
  test.each([
    ['as it is told to', () => ({ isDelete: true }), undefined],
    ['without a value', () => ({ valueHash: Buffer.of() }), undefined],
    ['with the hash of nothing as its value', () => ({ valueHash: hash('') }), undefined],
    ['in no other case', () => ({}), hash('2').toString('hex')],
    ['nor where the hash is not one', () => ({ valueHash: Buffer.of(1) }), '01'],
    ['nor because of a purge alone', () => ({ isPurge: true }), hash('2').toString('hex')],
  ])('%s', async (_, change, after) => {
    await stage.settle(put('c', '1'));
    await stage.settle(changed(change));
    expect(valueOf('c')).toBe(after);
  });
});

describe('a purge', () => {
  test('deletes like a deletion, for the reads of the block too', async () => {
    await stage.settle(put('c', '1'));
    const version = at('c');
    const codes = await stage.commit(
      into('c', { purges: ['k'] }),
      reading('c', version),
      reading('c', undefined),
    );
    expect(codes).toEqual([0, 11, 11]);
    expect(at('c')).toBeUndefined();
    expect(await stage.commit(reading('c', undefined))).toEqual([0]);
  });

  test('lets the key be written again, in the same block too', async () => {
    await stage.settle(put('c', '1'));
    const number = Number(stage.ledger.height);
    expect(await stage.commit(into('c', { purges: ['k'] }), put('c', '2'))).toEqual([0, 0]);
    expect([at('c'), valueOf('c')]).toEqual([[number, 1], keyOf('2')]);
  });

  test('of an invalid transaction deletes nothing', async () => {
    await stage.settle(put('c', '1'));
    const purge = { purges: ['k'] };
    const unendorsed = stage.transaction({ cc: { collections: { c: purge } } }, { by: [] });
    const stale = into('c', { ...purge, reads: [['k', undefined]] });
    expect(await stage.commit(unendorsed, stale)).toEqual([10, 11]);
    expect(at('c')).toBeDefined();
  });
});

describe('block to live of 1', () => {
  /** `k` is written in block 10; with block 12 it is deleted. */
  const writeInTen = async (): Promise<void> => {
    await stage.idleUntil(10);
    await stage.settle(put('brief', '1'), put('c', '1'));
  };

  test('ends with the block after the next, and the other collection keeps its key', async () => {
    await writeInTen();
    await stage.idleUntil(12);
    expect(at('brief')).toEqual([10, 0]);
    await stage.idleUntil(13);
    expect([at('brief'), at('c')]).toEqual([undefined, [10, 1]]);
  });

  test('begins anew with a value', async () => {
    await writeInTen();
    await stage.settle(put('brief', '2'));
    await stage.idleUntil(13);
    expect(at('brief')).toEqual([11, 0]);
    await stage.idleUntil(14);
    expect(at('brief')).toBeUndefined();
  });

  test('begins anew with metadata', async () => {
    await writeInTen();
    await stage.settle(into('brief', { metadata: [['k', { one: Buffer.of(1) }]] }));
    await stage.idleUntil(13);
    expect([at('brief'), valueOf('brief')]).toEqual([[11, 0], keyOf('1')]);
    await stage.idleUntil(14);
    expect(at('brief')).toBeUndefined();
  });

  test('does not end with a block that writes the key', async () => {
    await writeInTen();
    await stage.idleUntil(12);
    await stage.settle(put('brief', '2'));
    expect(at('brief')).toEqual([12, 0]);
    await stage.idleUntil(14);
    expect(at('brief')).toEqual([12, 0]);
    await stage.idleUntil(15);
    expect(at('brief')).toBeUndefined();
  });

  test('does not end a key that was deleted and written again', async () => {
    await writeInTen();
    await stage.settle(into('brief', { writes: [['k', undefined]] }), put('brief', '2'));
    await stage.idleUntil(13);
    expect(at('brief')).toEqual([11, 1]);
  });

  test('is nothing for the commit hash', async () => {
    await writeInTen();
    await stage.idleUntil(12);
    const before = stage.last.commitHash;
    expect(await stage.commit(stage.put('x', '1', { by: [] }))).toEqual([10]);
    expect(at('brief')).toBeUndefined();
    expect(stage.last.commitHash).toEqual(sha256(Buffer.of(1, 10), before));
  });

  test('of an invalid transaction never begins', async () => {
    await stage.idleUntil(10);
    const stale = into('brief', { reads: [['k', [1, 0]]], writes: [['k', '1']] });
    expect(await stage.commit(stale)).toEqual([11]);
    await stage.settle(put('brief', '2'));
    await stage.idleUntil(13);
    expect(at('brief')).toEqual([11, 0]);
  });
});
