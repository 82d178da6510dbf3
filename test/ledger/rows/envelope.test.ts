import { beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Envelope } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { transactionId } from '@argosy/protocol/proposal';
import { readWriteSet } from '../../support/read-write-sets.js';
import { TestChannel } from '../../support/channel.js';
import { Stage } from '../../support/stage.js';

let channel: TestChannel;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(async () => {
  stage = await Stage.open(channel);
});

const nonce = Buffer.alloc(24, 7);
const spoil = (part: string, bytes: Buffer): Buffer => {
  if (part !== 'signature') return bytes;
  return decode(Envelope, stage.put('other', '1')).signature as Buffer;
};

test('row 10: epoch 1', async () => {
  expect(await stage.commit(stage.put('a', '1', { epoch: 1n }))).toEqual([3]);
  expect(await stage.commit(stage.put('a', '1', { epoch: 0n }))).toEqual([0]);
});

test('row 11: type CONFIG_UPDATE, good signature', async () => {
  const [good, bad] = [
    stage.put('a', '1', { type: 2 }),
    stage.put('a', '1', { type: 2, alter: spoil }),
  ];
  expect(await stage.commit(good, bad)).toEqual([7, 4]);
});

test('row 12: type MESSAGE (0)', async () => {
  const types = [0, 4, 5, 6, 7, -1].map((type) => stage.put('a', '1', { type }));
  expect(await stage.commit(...types)).toEqual([3, 3, 3, 3, 3, 3]);
});

test('row 13: upper-case tx id', async () => {
  const id = transactionId(nonce, stage.o1.client.creator);
  const [raised, plain] = [id.toUpperCase(), id].map((txId) =>
    stage.put('a', '1', { nonce, txId }),
  );
  expect(await stage.commit(raised!, plain!)).toEqual([8, 0]);
});

test('row 14: transient map left in tx', async () => {
  const left = stage.put('a', '1', { transient: { secret: 'x' } });
  expect(await stage.commit(left, stage.put('a', '1', { transient: {} }))).toEqual([5, 0]);
});

test('row 15: two actions', async () => {
  const actions = [2, 1, 0].map((count) => stage.put('a', '1', { actions: count }));
  expect(await stage.commit(...actions)).toEqual([5, 0, 5]);
});

test('row 16: outer ≠ inner signature header, hash consistent', async () => {
  const proposer = stage.o2.client;
  const endorsed = stage.put('a', '1', { proposer });
  const unendorsed = stage.put('a', '1', { proposer, by: [stage.o1] });
  const ofInner = stage.put('a', '1', {
    proposer,
    nonce,
    txId: transactionId(nonce, proposer.creator),
  });
  expect(await stage.commit(endorsed, unendorsed, ofInner)).toEqual([0, 10, 8]);
});

test('row 17: invalid UTF-8 in KVWrite.key', async () => {
  const plain = readWriteSet({ cc: { writes: [['key-äö', '1']] } });
  const spoilt = Buffer.from(plain);
  // The second byte of the first letter becomes one that cannot follow.
  spoilt[spoilt.indexOf('ä') + 1] = 0x41;
  const codes = await stage.commit(stage.transaction(plain), stage.transaction(spoilt));
  expect(codes).toEqual([0, 22]);
});

test('row 18: same tx replayed in later block', async () => {
  const stale = stage.transaction({ cc: { reads: [['K', [0, 0]]], writes: [['K', '1']] } });
  const fresh = stage.transaction({ cc: { reads: [['K', [2, 0]]] } });
  expect(await stage.commit(stale, fresh)).toEqual([11, 0]);
  expect(await stage.commit(stale, fresh)).toEqual([9, 9]);
});

test('row 19: forged id burn', async () => {
  const victim = stage.put('a', '1', { nonce });
  const forged = stage.put('b', '1', {
    creator: stage.o2.client,
    txId: transactionId(nonce, stage.o1.client.creator),
  });
  expect(await stage.commit(forged)).toEqual([8]);
  expect(await stage.commit(victim, stage.put('a', '2'))).toEqual([9, 0]);
  expect(stage.value('a')).toBe('2');
});

test('row 20: B:[T bad endorsement, T′ same id good]', async () => {
  const bad = stage.put('a', '1', { nonce, by: [stage.o1] });
  const good = stage.put('a', '2', { nonce });
  expect(await stage.commit(bad, good)).toEqual([10, 0]);
  expect(stage.value('a')).toBe('2');
});

test('row 21: B:[T, T], T stale read', async () => {
  const stale = stage.transaction({ cc: { reads: [['K', [1, 0]]] } });
  expect(await stage.commit(stale, stale)).toEqual([11, 9]);
  const fresh = stage.transaction({ cc: { reads: [['K', [2, 0]]] } });
  expect(await stage.commit(fresh, fresh, fresh)).toEqual([0, 9, 9]);
});

test('row 36: version field arbitrary non-empty', async () => {
  const versions = ['zzz', ''].map((version) =>
    stage.put('a', '1', { ran: { name: 'cc', version } }),
  );
  expect(await stage.commit(...versions)).toEqual([0, 25]);
});

test('row 37: event with other chaincode id', async () => {
  const events = ['other', 'cc', 'CC', ''].map((chaincodeId) =>
    stage.put('a', '1', { event: { chaincodeId, eventName: 'Done' } }),
  );
  expect(await stage.commit(...events)).toEqual([255, 0, 255, 255]);
});

test('row 38: namespace twice', async () => {
  const twice = readWriteSet([
    ['cc', { writes: [['a', '1']] }],
    ['cc', { writes: [['b', '1']] }],
  ]);
  const reads = readWriteSet([
    ['other', {}],
    ['cc', {}],
    ['other', {}],
  ]);
  const once = readWriteSet([
    ['cc', {}],
    ['other', {}],
  ]);
  const codes = await stage.commit(...[twice, reads, once].map((it) => stage.transaction(it)));
  expect(codes).toEqual([23, 23, 0]);
});
