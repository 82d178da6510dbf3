import { describe, expect, test } from '@jest/globals';
import { sha256 } from '@argosy/protocol/crypto';
import {
  HashedRWSet,
  KVRWSet,
  TxPvtReadWriteSet,
  TxReadWriteSet,
} from '@argosy/protocol/messages/rwset';
import { decode } from '@argosy/protocol/wire';
import { Simulator } from './simulator.js';
import { clearSpace, hashedSpace } from './spaces.js';
import type { StateEntry, StateView } from './state.js';

const secret = { namespace: 'cc', collection: 'secret' };
const bytes = (text: string): Buffer => Buffer.from(text);
const hash = (text: string): Buffer => sha256(bytes(text));
const at = (block: number) => ({ blockNum: BigInt(block), txNum: 0n });
const entry = (
  value: Uint8Array,
  block: number,
  metadata: StateEntry['metadata'] = [],
): StateEntry => ({
  value,
  metadata,
  version: at(block),
});

/** A view that holds these entries, each under its space and key. */
function viewOf(
  entries: Readonly<Record<string, Readonly<Record<string, StateEntry>>>>,
): StateView {
  return {
    height: 9n,
    get: (space, key) => entries[space]?.[key],
    async *range(space) {
      for (const [key, value] of Object.entries(entries[space] ?? {})) yield [key, value] as const;
    },
  };
}
const hashes = hashedSpace('cc', 'secret');
const clear = clearSpace('cc', 'secret');
const hex = (key: string): string => hash(key).toString('hex');

function hashedPart(simulator: Simulator) {
  const [part] = decode(TxReadWriteSet, simulator.results()).nsRwset;
  const [collection] = part?.collectionHashedRwset ?? [];
  if (part === undefined || collection === undefined) throw new Error('nothing private');
  return {
    rwset: part.rwset,
    name: collection.collectionName,
    privateHash: collection.pvtRwsetHash,
    set: decode(HashedRWSet, collection.hashedRwset),
  };
}

function clearPart(simulator: Simulator) {
  const [part] = decode(TxPvtReadWriteSet, simulator.privateResults() ?? bytes('')).nsPvtRwset;
  const [collection] = part?.collectionPvtRwset ?? [];
  if (collection === undefined) throw new Error('nothing private');
  return { ...collection, set: decode(KVRWSet, collection.rwset) };
}

describe('private writes', () => {
  test('leave as hashes in the order of the clear keys, and in clear beside the block', () => {
    const simulator = new Simulator(viewOf({}));
    expect(hash('a').compare(hash('b'))).toBe(1);
    simulator.putPrivate(secret, 'b', bytes('2'));
    simulator.putPrivate(secret, 'a', bytes('1'));
    simulator.deletePrivate(secret, 'c');
    const { set, privateHash, rwset, name } = hashedPart(simulator);
    expect(name).toBe('secret');
    expect(rwset.length).toBe(0);
    expect(set.hashedWrites.map(({ keyHash }) => keyHash)).toEqual(['a', 'b', 'c'].map(hash));
    expect(set.hashedWrites.map(({ valueHash }) => valueHash)).toEqual([
      hash('1'),
      hash('2'),
      bytes(''),
    ]);
    const written = clearPart(simulator);
    expect(written.set.writes).toMatchObject([
      { key: 'a', isDelete: false, value: bytes('1') },
      { key: 'b', isDelete: false, value: bytes('2') },
      { key: 'c', isDelete: true, value: bytes('') },
    ]);
    expect(privateHash).toEqual(sha256(written.rwset));
  });

  test('of an empty value delete, and a purge is one only in the block', () => {
    const simulator = new Simulator(viewOf({}));
    simulator.putPrivate(secret, 'a', bytes(''));
    simulator.purgePrivate(secret, 'b');
    expect(hashedPart(simulator).set.hashedWrites).toMatchObject([
      { keyHash: hash('a'), isDelete: true, isPurge: false, valueHash: bytes('') },
      { keyHash: hash('b'), isDelete: true, isPurge: true },
    ]);
    expect(clearPart(simulator).set.writes).toMatchObject([
      { key: 'a', isDelete: true },
      { key: 'b', isDelete: true },
    ]);
  });

  test('of metadata stand in the block, and by name alone in clear', () => {
    const simulator = new Simulator(viewOf({}));
    const entries = ['z', 'y'].map((name) => ({ name, value: bytes('1') }));
    simulator.putPrivateMetadata(secret, 'a', entries);
    expect(hashedPart(simulator).set.metadataWrites).toMatchObject([
      { keyHash: hash('a'), entries: [{ name: 'y' }, { name: 'z' }] },
    ]);
    expect(clearPart(simulator).set.metadataWrites).toMatchObject([{ key: 'a', entries: [] }]);
    expect(simulator.hasWrites).toBe(true);
  });

  test('of several namespaces and collections are in order; what is only read has no clear half', () => {
    const simulator = new Simulator(viewOf({}));
    for (const namespace of ['b', 'a'])
      for (const collection of ['y', 'x'])
        simulator.putPrivate({ namespace, collection }, 'k', bytes('1'));
    simulator.getPrivateHash({ namespace: 'a', collection: 'w' }, 'k');
    const parts = decode(TxReadWriteSet, simulator.results()).nsRwset;
    expect(
      parts.map(({ namespace, collectionHashedRwset }) => [
        namespace,
        ...collectionHashedRwset.map(({ collectionName }) => collectionName),
      ]),
    ).toEqual([
      ['a', 'w', 'x', 'y'],
      ['b', 'x', 'y'],
    ]);
    expect(parts[0]?.collectionHashedRwset[0]?.pvtRwsetHash).toEqual(bytes(''));
    const clearParts = decode(TxPvtReadWriteSet, simulator.privateResults() ?? bytes(''));
    expect(
      clearParts.nsPvtRwset.map(({ collectionPvtRwset }) => collectionPvtRwset.length),
    ).toEqual([2, 2]);
  });
});

describe('private reads', () => {
  const metadata = [{ name: 'p', value: bytes('1') }];
  const view = viewOf({
    [hashes]: { [hex('k')]: entry(hash('v'), 5, metadata), [hex('gone')]: entry(hash('w'), 6) },
    [clear]: { k: entry(bytes('v'), 5), gone: entry(bytes('old'), 4) },
  });

  test('of values, hashes and metadata are recorded by hash', () => {
    const simulator = new Simulator(view);
    expect(simulator.getPrivate(secret, 'k')).toEqual(bytes('v'));
    expect(simulator.getPrivateHash(secret, 'k')).toEqual(hash('v'));
    expect(simulator.getPrivateMetadata(secret, 'k')).toEqual(metadata);
    expect(simulator.getPrivate(secret, 'none')).toEqual(new Uint8Array(0));
    const { set, privateHash } = hashedPart(simulator);
    expect(set.hashedReads).toMatchObject([
      { keyHash: hash('k'), version: at(5) },
      { keyHash: hash('none'), version: undefined },
    ]);
    expect(privateHash.length).toBe(0);
    expect(simulator.privateResults()).toBeUndefined();
    expect(simulator.hasWrites).toBe(false);
  });

  test('of a value that is not the one of the hash fail, and leave no trace', () => {
    const simulator = new Simulator(view);
    expect(() => simulator.getPrivate(secret, 'gone')).toThrow(
      'private data matching public hash version is not available. Public hash version = ' +
        '{BlockNum: 6, TxNum: 0}, Private data version = {BlockNum: 4, TxNum: 0}',
    );
    expect(decode(TxReadWriteSet, simulator.results()).nsRwset).toEqual([]);
    expect(simulator.getPrivateHash(secret, 'gone')).toEqual(hash('w'));
  });
});

test('a simulation without private data is encoded as before', async () => {
  const simulator = new Simulator(viewOf({ cc: { a: entry(bytes('1'), 3) } }));
  const query = simulator.range('cc', 'a', 'z');
  while ((await query.next()) !== undefined);
  simulator.put('cc', 'b', bytes('2'));
  const [part] = decode(TxReadWriteSet, simulator.results()).nsRwset;
  expect(part?.collectionHashedRwset).toEqual([]);
  expect(decode(KVRWSet, part?.rwset ?? bytes(''))).toMatchObject({
    rangeQueriesInfo: [
      { startKey: 'a', endKey: 'z', itrExhausted: true, rawReads: { kvReads: [{ key: 'a' }] } },
    ],
    writes: [{ key: 'b' }],
  });
});
