import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { memoryDatabase, stateDigest } from '@argosy/ledger/database';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { Ledger } from '@argosy/ledger/ledger';
import { clearWrites, privateSetsOf } from '@argosy/ledger/private-data/private-set';
import type { PrivateSet } from '@argosy/ledger/private-data/private-set';
import { clearSpace, hashedSpace } from '@argosy/ledger/spaces';
import { TxPvtReadWriteSet } from '@argosy/protocol/messages/rwset';
import { encode } from '@argosy/protocol/wire';
import { collectionPackage } from '../support/chaincode-definition.js';
import { TestChannel } from '../support/channel.js';
import { collected } from '../support/collected.js';
import { guardedBy, hash, privateSet } from '../support/read-write-sets.js';
import type { CollectionDraft } from '../support/read-write-sets.js';
import { Stage } from '../support/stage.js';

let channel: TestChannel;
let store: MemoryBlockStore;
let database: LedgerDatabase;
let stage: Stage;

beforeAll(() => {
  channel = new TestChannel();
});

/** A ledger of O1, with collections of O1 and O2, kept for ever or for three blocks, and one of O3. */
beforeEach(async () => {
  stage = await begin('O1MSP');
});

async function begin(memberOf: string | undefined): Promise<Stage> {
  store = new MemoryBlockStore();
  database = memoryDatabase();
  const { genesisBlock } = channel;
  const parts = {
    genesisBlock,
    store,
    database,
    ...(memberOf !== undefined && { memberOf: [memberOf] }),
  };
  const begun = Stage.over(channel, await Ledger.open(parts));
  await begun.settle(begun.definition('cc', { collections: collections(channel) }));
  return begun;
}

function collections({ members: [o1, o2, o3] }: TestChannel): Buffer {
  if (!o1 || !o2 || !o3) throw new Error('three members');
  return collectionPackage(
    { name: 'secret', members: [o1, o2] },
    { name: 'brief', members: [o1, o2], blockToLive: 3n },
    { name: 'foreign', members: [o3] },
  );
}

type Drafts = Readonly<Record<string, CollectionDraft>>;

const transactionOf = (drafts: Drafts): Buffer =>
  stage.transaction({ cc: { collections: drafts } });

const setsAt = (block: bigint, index: number, drafts: Drafts): PrivateSet[] =>
  Object.entries(drafts).map(([collection, draft]) => ({
    block,
    index,
    chaincode: 'cc',
    collection,
    rwset: privateSet(draft),
  }));

/** Commit a block of one transaction for each drafts, with the clear data of those that are `given`. */
async function commit(drafts: readonly Drafts[], given: readonly boolean[] = []): Promise<bigint> {
  const block = stage.ledger.height;
  const privateData = drafts.flatMap((one, index) =>
    (given[index] ?? true) ? setsAt(block, index, one) : [],
  );
  const { transactions } = await stage.ledger.commit(
    stage.block(drafts.map((one) => transactionOf(one))),
    { privateData },
  );
  expect(transactions.map(({ code }) => code)).toEqual(drafts.map(() => 0));
  return block;
}

const idle = async (count = 1): Promise<void> => {
  for (let i = 0; i < count; i++) await stage.settle(stage.put('idle', 'x'));
};

const put = (key: string, value: string | undefined): CollectionDraft => ({
  writes: [[key, value]],
});
const guard = (key: string): CollectionDraft => ({
  metadata: [[key, guardedBy(Buffer.of())]],
});
const purge = (key: string): CollectionDraft => ({ purges: [key] });

const clearAt = (key: string, collection = 'secret'): string | undefined => {
  const entry = stage.entry(clearSpace('cc', collection), key);
  return (
    entry &&
    `${Buffer.from(entry.value).toString()}@${entry.version.blockNum}.${entry.version.txNum}`
  );
};
const hashAt = (key: string, collection = 'secret'): string | undefined => {
  const entry = stage.entry(hashedSpace('cc', collection), hash(key).toString('hex'));
  return entry && `${entry.version.blockNum}.${entry.version.txNum}`;
};
/** The keys of a transaction's stored sets, by collection. */
async function stored(block: bigint, index = 0): Promise<string[]> {
  const sets = await collected(stage.ledger.privateData(block, index));
  return sets.map(({ collection, rwset }) => {
    const { writes, metadataKeys } = clearWrites(rwset);
    return `${collection}: ${[...writes.map(({ key }) => key), ...metadataKeys].join()}`;
  });
}
async function missing(): Promise<string[]> {
  const places = await collected(stage.ledger.missingPrivateData());
  return places.map(({ block, index, collection }) => `${block}.${index} ${collection}`);
}

describe('clear data that comes with a block', () => {
  test('is kept, and stands in the state beside its hashes', async () => {
    const block = await commit([{ secret: put('k', '1') }, { secret: put('l', '2') }]);
    expect([clearAt('k'), clearAt('l')]).toEqual([`1@${block}.0`, `2@${block}.1`]);
    expect([hashAt('k'), hashAt('l')]).toEqual([`${block}.0`, `${block}.1`]);
    expect(await stored(block, 0)).toEqual(['secret: k']);
    expect(await missing()).toEqual([]);
  });

  test('is read as an endorser hands it out', () => {
    const rwset = privateSet(put('k', '1'));
    const bytes = encode(TxPvtReadWriteSet, {
      nsPvtRwset: [{ namespace: 'cc', collectionPvtRwset: [{ collectionName: 'secret', rwset }] }],
    });
    const [set] = setsAt(5n, 1, { secret: put('k', '1') });
    expect(privateSetsOf({ block: 5n, index: 1 }, bytes)).toEqual([set]);
  });

  test('overwrites and deletes in the order of the transactions', async () => {
    await commit([{ secret: put('k', '1') }, { secret: put('l', '1') }]);
    const block = await commit([
      { secret: put('k', undefined) },
      { secret: put('k', '2') },
      { secret: put('l', '2') },
      { secret: put('l', undefined) },
    ]);
    expect([clearAt('k'), clearAt('l')]).toEqual([`2@${block}.1`, undefined]);
  });

  test.each<[string, (set: PrivateSet) => PrivateSet]>([
    ['another value', (set) => ({ ...set, rwset: privateSet(put('k', '2')) })],
    ['bytes that cannot be read', (set) => ({ ...set, rwset: Buffer.of(255) })],
    ['another transaction', (set) => ({ ...set, index: 1 })],
    ['another collection', (set) => ({ ...set, collection: 'brief' })],
    ['another chaincode', (set) => ({ ...set, chaincode: 'dd' })],
    ['another block', (set) => ({ ...set, block: set.block + 1n })],
  ])('of %s counts as missing, and the block is committed', async (_, change) => {
    const block = stage.ledger.height;
    const draft = { secret: put('k', '1') };
    const privateData = setsAt(block, 0, draft).map(change);
    const { transactions } = await stage.ledger.commit(stage.block([transactionOf(draft)]), {
      privateData,
    });
    expect(transactions.map(({ code }) => code)).toEqual([0]);
    expect([clearAt('k'), hashAt('k')]).toEqual([undefined, `${block}.0`]);
    expect(await stored(block)).toEqual([]);
    expect(await missing()).toEqual([`${block}.0 secret`]);
  });

  test('of a collection of others is not kept, and not missed', async () => {
    const block = await commit([{ foreign: put('k', '1') }]);
    expect(hashAt('k', 'foreign')).toBe(`${block}.0`);
    expect([clearAt('k', 'foreign'), await stored(block), await missing()]).toEqual([
      undefined,
      [],
      [],
    ]);
  });

  test('is kept by nobody where the ledger is of no organisation', async () => {
    stage = await begin(undefined);
    const block = await commit([{ secret: put('k', '1') }]);
    expect([clearAt('k'), await stored(block), await missing()]).toEqual([undefined, [], []]);
    const outcomes = await stage.ledger.supplyPrivateData(
      setsAt(block, 0, { secret: put('k', '1') }),
    );
    expect(outcomes).toEqual(['not missing']);
  });

  test('of an invalid transaction is kept, but does not enter the state', async () => {
    const block = stage.ledger.height;
    const draft = { secret: { ...put('k', '1'), reads: [['k', [1, 0] as const] as const] } };
    const { transactions } = await stage.ledger.commit(stage.block([transactionOf(draft)]), {
      privateData: setsAt(block, 0, draft),
    });
    expect(transactions.map(({ code }) => code)).toEqual([11]);
    expect([clearAt('k'), await stored(block)]).toEqual([undefined, ['secret: k']]);
  });

  test('is missed by an organisation that joins the collection later', async () => {
    const block = await commit([{ foreign: put('k', '1') }]);
    const joined = collectionPackage({ name: 'foreign', members: channel.members });
    await stage.settle(stage.definition('cc', { sequence: 2n, collections: joined }));
    expect(await missing()).toEqual([`${block}.0 foreign`]);
    const sets = setsAt(block, 0, { foreign: put('k', '1') });
    expect(await stage.ledger.supplyPrivateData(sets)).toEqual(['taken']);
    expect(clearAt('k', 'foreign')).toBe(`1@${block}.0`);
  });
});

describe('a change of metadata alone', () => {
  test('gives the clear value the version that its hash gets', async () => {
    await commit([{ secret: put('k', '1') }]);
    const block = await commit([{ secret: guard('k') }]);
    expect([clearAt('k'), hashAt('k')]).toEqual([`1@${block}.0`, `${block}.0`]);
  });

  test('does so for a value of the same block', async () => {
    const block = await commit([{ secret: put('k', '1') }, { secret: guard('k') }]);
    expect([clearAt('k'), hashAt('k')]).toEqual([`1@${block}.1`, `${block}.1`]);
  });

  test('leaves an older clear value alone where the newer one is missing', async () => {
    const first = await commit([{ secret: put('k', '1') }]);
    await commit([{ secret: put('k', '2') }], [false]);
    await commit([{ secret: guard('k') }]);
    expect(clearAt('k')).toBe(`1@${first}.0`);
  });

  test('of a key that does not exist changes nothing', async () => {
    await commit([{ secret: guard('k') }]);
    expect([clearAt('k'), hashAt('k')]).toEqual([undefined, undefined]);
  });
});

describe('entries that live for three blocks', () => {
  /** Height, hash and clear value after each of the next blocks. */
  const course = async (blocks: number, key = 'k'): Promise<boolean[]> => {
    const seen: boolean[] = [];
    for (let i = 0; i < blocks; i++) {
      await idle();
      expect(clearAt(key, 'brief') !== undefined).toBe(hashAt(key, 'brief') !== undefined);
      seen.push(hashAt(key, 'brief') !== undefined);
    }
    return seen;
  };

  test('are gone with the fourth block after theirs, hash, clear value and set', async () => {
    const block = await commit([{ brief: put('k', '1'), secret: put('k', '1') }]);
    expect(await course(3)).toEqual([true, true, true]);
    expect(await stored(block)).toEqual(['brief: k', 'secret: k']);
    expect(await course(1)).toEqual([false]);
    expect(await stored(block)).toEqual(['secret: k']);
    expect(clearAt('k')).toBe(`1@${block}.0`);
  });

  test.each<[string, CollectionDraft]>([
    ['another value', put('k', '2')],
    ['metadata', guard('k')],
  ])('live on from the block that writes them again: %s', async (_, again) => {
    await commit([{ brief: put('k', '1') }]);
    await idle(2);
    await commit([{ brief: again }]);
    expect(await course(4)).toEqual([true, true, true, false]);
  });

  test('that the block writes with which they would go stay', async () => {
    await commit([{ brief: put('k', '1') }]);
    await idle(3);
    const block = await commit([{ brief: put('k', '2') }]);
    expect(clearAt('k', 'brief')).toBe(`2@${block}.0`);
    expect(await course(4)).toEqual([true, true, true, false]);
  });

  test('that were deleted and written anew live for the term of the new ones', async () => {
    await commit([{ brief: put('k', '1') }]);
    await commit([{ brief: put('k', undefined) }]);
    await idle();
    await commit([{ brief: put('k', '2') }]);
    expect(await course(4)).toEqual([true, true, true, false]);
  });

  test('whose newer clear value is missing lose the older one in its own time', async () => {
    const block = await commit([{ brief: put('k', '1') }]);
    await idle(2);
    await commit([{ brief: put('k', '2') }], [false]);
    expect(clearAt('k', 'brief')).toBe(`1@${block}.0`);
    await idle();
    expect([clearAt('k', 'brief'), hashAt('k', 'brief')]).toEqual([undefined, `${block + 3n}.0`]);
  });

  test('are no longer missed once they are gone, and not taken', async () => {
    const block = await commit([{ brief: put('k', '1') }], [false]);
    await idle(3);
    expect(await missing()).toEqual([`${block}.0 brief`]);
    await idle();
    expect(await missing()).toEqual([]);
    const outcomes = await stage.ledger.supplyPrivateData(
      setsAt(block, 0, { brief: put('k', '1') }),
    );
    expect(outcomes).toEqual(['not missing']);
  });

  test('leave nothing behind in the database but what the blocks say', async () => {
    await commit([{ brief: put('k', '1') }, { brief: put('l', '1') }], [true, false]);
    await idle(4);
    const left = await collected(database.range({ start: Buffer.of(6), end: Buffer.of(255) }));
    expect(left.map(([key]) => key[0])).toEqual([]);
  });
});

describe('a purge', () => {
  test('takes the key out of the state and out of every set up to it', async () => {
    const both = { secret: { writes: [['k', '1'] as const, ['l', '1'] as const] } };
    const first = await commit([both]);
    const second = await commit([{ secret: put('k', '2') }]);
    const third = await commit([{ secret: purge('k') }]);
    expect([clearAt('k'), hashAt('k'), clearAt('l')]).toEqual([
      undefined,
      undefined,
      `1@${first}.0`,
    ]);
    expect([await stored(first), await stored(second), await stored(third)]).toEqual([
      ['secret: l'],
      ['secret: '],
      ['secret: '],
    ]);
    const traces = await collected(database.range({ start: Buffer.of(6), end: Buffer.of(9) }));
    for (const [, value] of traces) expect(value.includes('k')).toBe(false);
  });

  test('takes the clear value also where its own set is missing', async () => {
    await commit([{ secret: put('k', '1') }]);
    await commit([{ secret: purge('k') }], [false]);
    expect(clearAt('k')).toBeUndefined();
  });

  test('takes what the same block wrote before, and leaves what it writes after', async () => {
    const block = await commit([
      { secret: put('k', '1') },
      { secret: purge('k') },
      { secret: put('l', '1') },
    ]);
    const again = await commit([{ secret: purge('l') }, { secret: put('l', '2') }], [false, true]);
    expect([clearAt('k'), clearAt('l')]).toEqual([undefined, `2@${again}.1`]);
    expect([await stored(block, 0), await stored(block, 2)]).toEqual([['secret: '], ['secret: ']]);
    expect(await stored(again, 1)).toEqual(['secret: l']);
  });

  test('does not hinder that the key is written again', async () => {
    await commit([{ secret: put('k', '1') }]);
    await commit([{ secret: purge('k') }]);
    const block = await commit([{ secret: put('k', '2') }]);
    expect([clearAt('k'), await stored(block)]).toEqual([`2@${block}.0`, ['secret: k']]);
  });

  test('of another collection with the same key takes nothing', async () => {
    const block = await commit([{ secret: put('k', '1'), brief: put('k', '1') }]);
    await commit([{ brief: purge('k') }]);
    expect([clearAt('k'), await stored(block)]).toEqual([`1@${block}.0`, ['brief: ', 'secret: k']]);
  });
});

describe('clear data that is supplied later', () => {
  const supply = async (...sets: PrivateSet[]): Promise<string[]> =>
    stage.ledger.supplyPrivateData(sets);
  const setAt = (block: bigint, draft: CollectionDraft, index = 0): PrivateSet => ({
    block,
    index,
    chaincode: 'cc',
    collection: 'secret',
    rwset: privateSet(draft),
  });

  test('enters the state and the store, and is missing no more', async () => {
    const block = await commit([{ secret: put('k', '1') }], [false]);
    await idle();
    expect(await supply(setAt(block, put('k', '1')))).toEqual(['taken']);
    expect([clearAt('k'), await stored(block), await missing()]).toEqual([
      `1@${block}.0`,
      ['secret: k'],
      [],
    ]);
    expect(await supply(setAt(block, put('k', '1')))).toEqual(['not missing']);
  });

  test('is refused where the block holds another hash, and nothing changes', async () => {
    const block = await commit([{ secret: put('k', '1') }], [false]);
    const before = await stateDigest(database);
    const wrong = [put('k', '2'), put('l', '1'), { writes: [] }];
    const outcomes = await supply(...wrong.map((draft) => setAt(block, draft)));
    expect(outcomes).toEqual(['different', 'different', 'incomplete']);
    expect(await supply({ ...setAt(block, put('k', '1')), rwset: Buffer.of(255) })).toEqual([
      'different',
    ]);
    expect(await supply(setAt(block, put('k', '1'), 1))).toEqual(['not missing']);
    expect(await stateDigest(database)).toBe(before);
  });

  test('goes to the store alone where the key was written or deleted since', async () => {
    const first = await commit(
      [{ secret: put('k', '1') }, { secret: put('l', '1') }],
      [false, false],
    );
    const second = await commit([{ secret: put('k', '2') }, { secret: put('l', undefined) }]);
    expect(await supply(setAt(first, put('k', '1')), setAt(first, put('l', '1'), 1))).toEqual([
      'taken',
      'taken',
    ]);
    expect([clearAt('k'), clearAt('l')]).toEqual([`2@${second}.0`, undefined]);
    expect([await stored(first, 0), await stored(first, 1)]).toEqual([
      ['secret: k'],
      ['secret: l'],
    ]);
  });

  test('of an invalid transaction goes to the store alone', async () => {
    const block = stage.ledger.height;
    const draft = { ...put('k', '1'), reads: [['k', [1, 0] as const] as const] };
    await stage.ledger.commit(stage.block([transactionOf({ secret: draft })]));
    expect(await supply(setAt(block, draft))).toEqual(['taken']);
    expect([clearAt('k'), await stored(block)]).toEqual([undefined, ['secret: k']]);
  });

  test('has the version of its hash where metadata was changed since', async () => {
    const block = await commit([{ secret: put('k', '1') }], [false]);
    const later = await commit([{ secret: guard('k') }]);
    expect(await supply(setAt(block, put('k', '1')))).toEqual(['taken']);
    expect(clearAt('k')).toBe(`1@${later}.0`);
  });

  test('of a change of metadata alone renews the clear value', async () => {
    await commit([{ secret: put('k', '1') }]);
    const later = await commit([{ secret: guard('k') }], [false]);
    expect(await supply(setAt(later, guard('k')))).toEqual(['taken']);
    expect(clearAt('k')).toBe(`1@${later}.0`);
  });

  test('of two values of a key the newer one counts, in whatever order they come', async () => {
    const first = await commit([{ secret: put('k', '1') }], [false]);
    const second = await commit([{ secret: put('k', '2') }], [false]);
    expect(await supply(setAt(second, put('k', '2')), setAt(first, put('k', '1')))).toEqual([
      'taken',
      'taken',
    ]);
    expect(clearAt('k')).toBe(`2@${second}.0`);
  });

  test('lacks the keys that were purged, and only these may be lacking', async () => {
    const whole = { writes: [['k', '1'] as const, ['l', '2'] as const] };
    const block = await commit([{ secret: whole }], [false]);
    expect(await supply(setAt(block, put('l', '2')))).toEqual(['incomplete']);
    await commit([{ secret: purge('k') }], [false]);
    expect(await supply(setAt(block, put('l', '3')))).toEqual(['different']);
    expect(await supply(setAt(block, put('k', '1')))).toEqual(['incomplete']);
    expect(await supply(setAt(block, whole))).toEqual(['taken']);
    expect([await stored(block), clearAt('k'), clearAt('l')]).toEqual([
      ['secret: l'],
      undefined,
      `2@${block}.0`,
    ]);
  });

  test('of which everything was purged is kept as an empty set', async () => {
    const block = await commit([{ secret: put('k', '1') }], [false]);
    await commit([{ secret: purge('k') }], [false]);
    expect(await supply(setAt(block, put('k', '1')))).toEqual(['taken']);
    expect([await stored(block), clearAt('k')]).toEqual([['secret: '], undefined]);
  });

  test('of an entry that lives for three blocks expires with the others', async () => {
    const block = await commit([{ brief: put('k', '1') }], [false]);
    await idle(2);
    const set = { ...setAt(block, put('k', '1')), collection: 'brief' };
    expect(await supply(set)).toEqual(['taken']);
    expect(clearAt('k', 'brief')).toBe(`1@${block}.0`);
    await idle();
    expect(clearAt('k', 'brief')).toBeDefined();
    await idle();
    expect([clearAt('k', 'brief'), await stored(block)]).toEqual([undefined, []]);
  });
});

test('clear data that is there is applied again when the ledger is judged anew', async () => {
  await commit([{ secret: put('k', '1') }, { brief: put('k', '1') }, { secret: put('l', '1') }]);
  await commit([{ secret: guard('k') }, { brief: guard('k') }], [true, false]);
  await commit([{ secret: purge('l') }, { secret: put('m', '1') }], [true, false]);
  await idle(1);
  const before = await stateDigest(database);
  const { genesisBlock } = channel;
  const again = await Ledger.open({
    genesisBlock,
    store,
    database,
    memberOf: ['O1MSP'],
    verify: true,
  });
  expect(again.height).toBe(6n);
  expect(await stateDigest(database)).toBe(before);
});
