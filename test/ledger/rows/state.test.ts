import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hashedSpace } from '@argosy/ledger/spaces';
import { sha256 } from '@argosy/protocol/crypto';
import {
  HashedRWSet,
  KVRWSet,
  TxReadWriteSet,
  UpdateEntries,
} from '@argosy/protocol/messages/rwset';
import { decode, encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';
import { collectionPackage } from '../../support/chaincode-definition.js';
import { TestChannel } from '../../support/channel.js';
import { all, member, policyOf } from '../../support/policies.js';
import { guardedBy, hash } from '../../support/read-write-sets.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

test('row 61: put empty value, is_delete false', async () => {
  await stage.settle(stage.transaction({ cc: { writes: [['K', '']] } }));
  expect(stage.entry('cc', 'K')).toBeUndefined();
  const changes = [];
  for await (const { isDelete } of stage.ledger.history('cc', 'K')) changes.push(isDelete);
  expect(changes).toEqual([true, false]);
});

test('row 66: key "_x"', async () => {
  expect(await stage.commit(stage.put('_x', '1'), stage.put('_', '{"_a":1}'))).toEqual([0, 0]);
  expect(stage.value('_x')).toBe('1');
});

test('row 72: duplicate puts of K in one tx', async () => {
  const policy = policyOf(all(member(stage.o1)));
  await stage.settle(stage.transaction({ cc: { metadata: [['K', guardedBy(policy)]] } }));
  const puts = (count: number) =>
    stage.transaction({
      cc: { writes: Array.from({ length: count }, (_, i) => ['K', `put ${i}`] as const) },
    });
  const number = Number(stage.ledger.height);
  await stage.settle(puts(2));
  expect(stage.value('K')).toBe('0');
  expect(stage.entry('cc', 'K')?.metadata).toEqual([]);
  expect(stage.at('K')).toEqual([number, 0]);
  await stage.settle(puts(3));
  expect(stage.value('K')).toBe('put 2');
});

/** The commit hash of the last block, whose only transaction was valid, as it must be with these updates in this order. */
const expectedHash = (
  before: Uint8Array,
  kvwrites: Encodable<Decoded<typeof UpdateEntries>>['kvwrites'],
): Buffer => sha256(Buffer.of(1, 0), encode(UpdateEntries, { kvwrites }), before);

test('row 75: keys U+FF5E and U+1F600 written in one tx', async () => {
  const keys = ['\u{1F600}', '\uFF5E'];
  const inOrder = keys.toReversed();
  expect([...keys].sort()).toEqual(keys);
  const results = await stage.simulate((simulator) => {
    for (const key of keys) simulator.put('cc', key, Buffer.from('1'));
  });
  const [part] = decode(TxReadWriteSet, results).nsRwset;
  expect(decode(KVRWSet, part!.rwset).writes.map(({ key }) => key)).toEqual(inOrder);

  const before = stage.last.commitHash;
  const { height } = stage.ledger;
  await stage.settle(stage.transaction({ cc: { writes: keys.map((key) => [key, '1']) } }));
  const updates = inOrder.map((key, i) => ({
    namespace: i === 0 ? 'cc' : '',
    key: Buffer.from(key),
    value: Buffer.from('1'),
    versionBytes: Buffer.of(1, Number(height), 0),
  }));
  expect(stage.last.commitHash).toEqual(expectedHash(before, updates));
});

test('row 76: private keys "a","b" with SHA-256("a") > SHA-256("b")', async () => {
  const collections = collectionPackage({ name: 'secret', members: channel.members });
  stage = await Stage.open(channel, { collections });
  expect(hash('a').compare(hash('b'))).toBe(1);
  const results = await stage.simulate((simulator) => {
    for (const key of ['b', 'a'])
      simulator.putPrivate({ namespace: 'cc', collection: 'secret' }, key, Buffer.from('1'));
  });
  const [part] = decode(TxReadWriteSet, results).nsRwset.filter(
    ({ namespace }) => namespace === 'cc',
  );
  const { hashedWrites } = decode(HashedRWSet, part!.collectionHashedRwset[0]!.hashedRwset);
  expect(hashedWrites.map(({ keyHash }) => keyHash)).toEqual([hash('a'), hash('b')]);

  const before = stage.last.commitHash;
  const { height } = stage.ledger;
  await stage.settle(stage.transaction(results));
  const updates = ['b', 'a'].map((key, i) => ({
    namespace: i === 0 ? 'cc' : '',
    collection: i === 0 ? 'secret' : '',
    key: hash(key),
    value: hash('1'),
    versionBytes: Buffer.of(1, Number(height), 0),
  }));
  expect(stage.last.commitHash).toEqual(expectedHash(before, updates));
  expect(stage.at(hash('a').toString('hex'), hashedSpace('cc', 'secret'))).toBeDefined();
});
