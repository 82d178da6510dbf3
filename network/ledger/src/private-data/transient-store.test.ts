import { beforeEach, expect, test } from '@jest/globals';
import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelHeader, Envelope, Payload } from '@argosy/protocol/messages/common';
import { TxPvtReadWriteSet } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import type { CommittedBlock } from '../committed-block.js';
import { memoryDatabase } from '../database.js';
import type { LedgerDatabase } from '../database.js';
import { TransientStore } from './transient-store.js';

let database: LedgerDatabase;
let store: TransientStore;
beforeEach(async () => {
  database = memoryDatabase();
  store = await TransientStore.open(database, 3n);
});

const results = (rwset: string): Buffer =>
  encode(TxPvtReadWriteSet, {
    nsPvtRwset: [
      {
        namespace: 'cc',
        collectionPvtRwset: [{ collectionName: 'secret', rwset: Buffer.from(rwset) }],
      },
    ],
  });
const keep = (txId: string, height: bigint, endorser = 'A', rwset = endorser) =>
  store.keep({ txId, height, endorser, results: results(rwset) });

const entry = (txId: string): Buffer =>
  encode(Envelope, {
    payload: encode(Payload, { header: { channelHeader: encode(ChannelHeader, { txId }) } }),
  });
const block = (...txIds: string[]) =>
  ({ data: { data: txIds.map(entry) } }) as unknown as BlockMessage;
const committed = (number: bigint, ...txIds: string[]) =>
  store.committed({
    number,
    transactions: txIds.map((txId) => ({ txId })),
  } as unknown as CommittedBlock);
const setsFor = async (...txIds: string[]) =>
  (await store.setsFor(7n, block(...txIds))).map(
    ({ block: number, index, chaincode, collection, rwset }) =>
      `${number}/${index} ${chaincode} ${collection} ${Buffer.from(rwset).toString()}`,
  );
const entries = async (): Promise<number> => {
  let count = 0;
  for await (const _ of database.range({ start: Buffer.of(0), end: Buffer.of(255) })) count++;
  return count;
};

test('what each endorser wrote goes with the block of its transaction', async () => {
  await keep('t1', 1n, 'A');
  await keep('t1', 1n, 'B');
  await keep('t2', 1n);
  expect(await setsFor('t0', 't1')).toEqual(['7/1 cc secret A', '7/1 cc secret B']);
});

test('what went with a block is forgotten once it is committed, and leaves nothing', async () => {
  await keep('t1', 1n, 'A');
  await keep('t1', 2n, 'B');
  expect(await setsFor('t1')).toHaveLength(2);
  await committed(7n, 'other', 't1');
  expect(await setsFor('t1')).toEqual([]);
  expect(await entries()).toBe(0);
});

test('what is in no block is forgotten after so many blocks', async () => {
  await keep('old', 4n);
  await keep('late', 4n, 'A');
  await keep('late', 5n, 'B');
  await committed(6n);
  expect(await setsFor('old')).toHaveLength(1);
  await committed(7n);
  expect(await setsFor('old', 'late')).toEqual(['7/1 cc secret B']);
  await committed(8n);
  expect(await entries()).toBe(0);
});

test('it is there again after the process ended', async () => {
  await keep('t1', 1n);
  store = await TransientStore.open(database, 3n);
  expect(await setsFor('t1')).toEqual(['7/0 cc secret A']);
});

test('an entry that cannot be read has none', async () => {
  await keep('t1', 1n);
  const unreadable = { data: { data: [Buffer.from('?'), entry('t1')] } } as unknown as BlockMessage;
  expect(await store.setsFor(7n, unreadable)).toHaveLength(1);
});
