import { cpSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import {
  databaseWriting,
  memoryDatabase,
  openDatabase,
  stateDigest,
} from '@argosy/ledger/database';
import type { LedgerDatabase } from '@argosy/ledger/database';
import { keyOf, table } from '@argosy/ledger/database/keys';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { LedgerOptions } from '@argosy/ledger/ledger';
import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { policyType } from '@argosy/protocol/messages/policies';
import { decode } from '@argosy/protocol/wire';
import { TestChannel, memberGroup } from '../support/channel.js';
import { addGroup, configure, groupAt, setPolicy } from '../support/configurations.js';
import { TestOrganisation } from '../support/organisation.js';
import { all, member, policyOf } from '../support/policies.js';
import { recordedBlocks } from '../support/recorded.js';
import { Stage } from '../support/stage.js';

let channel: TestChannel;
let folder: string;
let ledger: Ledger;
let database: LedgerDatabase;
const reports: string[] = [];

beforeAll(() => {
  channel = new TestChannel();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-recovery-'));
  reports.length = 0;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function open(options: Partial<LedgerOptions> = {}): Promise<Stage> {
  const store = FileBlockStore.open(join(folder, 'blocks'));
  database = options.database ?? (await openDatabase(join(folder, 'state')));
  try {
    ledger = await Ledger.open({
      genesisBlock: channel.genesisBlock,
      store,
      database,
      report: (sentence) => reports.push(sentence),
      ...options,
    });
  } catch (error) {
    await Promise.all([store.close(), database.close()]);
    throw error;
  }
  return Stage.over(channel, ledger);
}

/** A ledger of five blocks that is closed again, and what stood in its database. */
async function closed(): Promise<string> {
  const stage = await open();
  await stage.settle(stage.definition('cc'));
  await stage.settle(stage.put('a', '1'), stage.put('b', '1'));
  await stage.settle(stage.put('a', '2'));
  await stage.settle(stage.put('c', '1'));
  const digest = await stateDigest(database);
  await ledger.close();
  return digest;
}

describe('a ledger that is opened again', () => {
  test('goes on where it ended, and reads of the blocks only the first and the last', async () => {
    const digest = await closed();
    const store = FileBlockStore.open(join(folder, 'blocks'));
    const read: bigint[] = [];
    const watched = {
      height: store.height,
      read: (number: bigint) => {
        read.push(number);
        return store.read(number);
      },
      append: (block: Uint8Array) => store.append(block),
      close: () => store.close(),
    };
    const state = await openDatabase(join(folder, 'state'));
    const again = await Ledger.open({
      genesisBlock: channel.genesisBlock,
      store: watched,
      database: state,
    });
    expect(new Set(read)).toEqual(new Set([0n, 4n]));
    expect([again.height, await stateDigest(state)]).toEqual([5n, digest]);
    await again.close();
  });

  test('without its database makes it again from the blocks', async () => {
    const digest = await closed();
    rmSync(join(folder, 'state'), { recursive: true });
    await open();
    expect([ledger.height, await stateDigest(database)]).toEqual([5n, digest]);
    expect(reports).toEqual([
      'the database is new: it is made again from the blocks; clear private data must be supplied again',
    ]);
    await ledger.close();
  });

  test('whose database has lost what one block wrote makes it again, and says so', async () => {
    const digest = await closed();
    const state = await openDatabase(join(folder, 'state'));
    const store = FileBlockStore.open(join(folder, 'blocks'));
    const hash = headerHash(headerOf(decode(Block, store.read(2n))));
    await store.close();
    const lost = { key: keyOf(table.blockNumbers, [], hash), value: undefined };
    await state.write([lost], { durable: true });
    await state.close();
    await open();
    expect([ledger.height, await stateDigest(database)]).toEqual([5n, digest]);
    expect(reports).toEqual([
      'the database has lost a part of what it knew: it is made again from the blocks; clear private data must be supplied again',
    ]);
    await ledger.close();
  });

  test('with an older database applies the blocks that it lacks', async () => {
    const stage = await open();
    await stage.settle(stage.definition('cc'));
    await ledger.close();
    cpSync(join(folder, 'state'), join(folder, 'older'), { recursive: true });
    const later = await open();
    await later.settle(later.put('a', '1'));
    await later.settle(later.put('a', '2'));
    const digest = await stateDigest(database);
    await ledger.close();
    const again = await open({ database: await openDatabase(join(folder, 'older')) });
    expect([ledger.height, await stateDigest(database)]).toEqual([4n, digest]);
    expect(again.value('a')).toBe('2');
    await ledger.close();
  });

  test('with a database of another format makes it again, and says so', async () => {
    const digest = await closed();
    const state = await openDatabase(join(folder, 'state'));
    const key = keyOf(table.meta, [], 'position');
    const position = Buffer.from(state.get(key) ?? []);
    position.writeUInt8(255);
    const foreign = { key: keyOf(table.state, ['cc'], 'foreign'), value: Buffer.of(1) };
    await state.write([{ key, value: position }, foreign], { durable: true });
    await state.close();
    await open();
    expect([ledger.height, await stateDigest(database)]).toEqual([5n, digest]);
    expect(reports).toEqual([
      'the database is of format 255, not 1: it is made again from the blocks; clear private data must be supplied again',
    ]);
    await ledger.close();
  });

  test('whose database knows blocks that are not stored is refused, and stays as it is', async () => {
    await closed();
    const file = join(folder, 'blocks', 'blocks.bin');
    const store = FileBlockStore.open(join(folder, 'blocks'));
    const last = store.read(4n).length + 4;
    const size = [0n, 1n, 2n, 3n, 4n].reduce((sum, one) => sum + store.read(one).length + 4, 0);
    await store.close();
    truncateSync(file, size - last);
    for (let i = 0; i < 2; i++) {
      await expect(open()).rejects.toThrow(
        'the database knows 5 blocks, but only 4 are stored: blocks were lost, or the database is of another ledger',
      );
    }
  });

  test('whose database is of other blocks is refused', async () => {
    const stage = await open();
    await stage.settle(stage.definition('cc'));
    await stage.settle(stage.put('a', '1'));
    await ledger.close();
    rmSync(join(folder, 'blocks'), { recursive: true });
    const other = await open({ database: memoryDatabase() });
    await other.settle(other.definition('cc'));
    await other.settle(other.put('a', '2'));
    await ledger.close();
    await expect(open()).rejects.toThrow(
      'block 2 is stored with another header than the database knows: the database is of another ledger',
    );
  });

  test('is refused where blocks are missing and the database is all that is left', async () => {
    await closed();
    rmSync(join(folder, 'blocks'), { recursive: true });
    await expect(open()).rejects.toThrow(/knows 5 blocks, but only 0 are stored/);
  });

  test('and judged again from the first block comes to the same database', async () => {
    const digest = await closed();
    await open({ verify: true });
    expect([ledger.height, await stateDigest(database)]).toEqual([5n, digest]);
    await ledger.close();
  });

  test('has the configuration that its blocks have come to', async () => {
    const stage = await open();
    await stage.settle(stage.definition('cc'));
    const newcomer = new TestOrganisation('New');
    const change = (root: Parameters<typeof groupAt>[0]): void =>
      addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
    await stage.settle(configure(stage, { change }));
    const members = (): string[] =>
      ledger.bundle.applicationOrganisations.map(({ mspId }) => mspId);
    expect(members()).toContain('NewMSP');
    await ledger.close();
    for (const verify of [false, true]) {
      const again = await open({ verify });
      expect(members()).toContain('NewMSP');
      await again.settle(again.put('a', '1', { creator: newcomer.client, by: channel.members }));
      await ledger.close();
    }
  });
});

describe('a database that fails', () => {
  const failing = async (when: () => boolean): Promise<LedgerDatabase> =>
    openDatabase(join(folder, 'state'), {
      async write(level, changes, durable) {
        if (when()) throw new Error('no space left on device');
        await databaseWriting.write(level, changes, durable);
      },
    });

  test('halts the ledger: the block is stored, nothing more is taken, and opening it again makes up for it', async () => {
    let full = false;
    const stage = await open({ database: await failing(() => full) });
    await stage.settle(stage.definition('cc'));
    const told: bigint[] = [];
    ledger.onCommit(({ number }) => told.push(number));
    full = true;
    const why =
      'block 2 is stored, but the database could not take it: no space left on device; opening the ledger again repairs that';
    await expect(stage.commit(stage.put('a', '1'))).rejects.toThrow(why);
    full = false;
    await expect(stage.commit(stage.put('a', '2'))).rejects.toThrow(
      `no block is committed: ${why}`,
    );
    expect([ledger.height, stage.value('a'), told]).toEqual([2n, undefined, []]);
    await ledger.close();
    const again = await open();
    expect([ledger.height, again.value('a')]).toEqual([3n, '1']);
    await again.settle(again.put('a', '2'));
    await ledger.close();
  });
});

describe('blocks that are prepared ahead', () => {
  test('are committed as others, in their turn', async () => {
    const stage = await open();
    await stage.settle(stage.definition('cc'));
    const [put] = [stage.put('a', '1')];
    const block = stage.block([put]);
    const prepared = ledger.prepare(block);
    const unsigned = ledger.prepare(stage.block([put], []));
    await expect(ledger.commitPrepared(await unsigned)).rejects.toThrow(/block 2: too few/);
    expect((await ledger.commitPrepared(await prepared)).number).toBe(2n);
    await expect(ledger.commitPrepared(await prepared)).rejects.toThrow(/the next block is 3/);
    expect(stage.value('a')).toBe('1');
    await ledger.close();
  });

  test('are prepared again where the configuration was changed meanwhile', async () => {
    const stage = await open();
    await stage.settle(stage.definition('cc'));
    const newcomer = new TestOrganisation('New');
    const change = (root: Parameters<typeof groupAt>[0]): void =>
      addGroup(groupAt(root, 'Application'), 'New', memberGroup(newcomer));
    // The block that follows the change is made on a second ledger, and prepared before the change is committed here.
    const twin = await Stage.bare(channel);
    await twin.commitBlock(decode(Block, ledger.block(1n)));
    const changing = stage.block([configure(stage, { change })]);
    await twin.commitBlock(changing);
    const following = twin.block([
      twin.put('a', '1', { creator: newcomer.client, by: channel.members }),
    ]);
    const prepared = await ledger.prepare(following);
    await ledger.commit(changing);
    const { transactions } = await ledger.commitPrepared(prepared);
    expect(transactions.map(({ code }) => code)).toEqual([0]);
    await ledger.close();
  });

  test('are refused where those who signed them may no longer do so', async () => {
    const stage = await open();
    const policy = { type: policyType.signature, value: policyOf(all(member(stage.o1))) };
    const change = (root: Parameters<typeof groupAt>[0]): void =>
      setPolicy(groupAt(root, 'Orderer'), 'BlockValidation', policy);
    const twin = await Stage.bare(channel);
    const changing = stage.block([configure(stage, { change })]);
    await twin.commitBlock(changing);
    const prepared = await ledger.prepare(twin.block([twin.put('a', '1')]));
    expect(prepared.fault).toBeUndefined();
    await ledger.commit(changing);
    await expect(ledger.commitPrepared(prepared)).rejects.toThrow(/block 2: too few/);
    await ledger.close();
  });
});

test.each(['c-keylevel-private', 'f-config', 'e-bft-mixed'] as const)(
  'a recorded ledger comes to the same database with its stored flags as by judging it: %s',
  async (name) => {
    const [genesisBlock = Buffer.of(), ...blocks] = recordedBlocks(name);
    const store = new MemoryBlockStore();
    const judged = memoryDatabase();
    const first = await Ledger.open({ genesisBlock, store, database: judged });
    for (const bytes of blocks) await first.commit(decode(Block, bytes));
    const trusted = memoryDatabase();
    const second = await Ledger.open({ genesisBlock, store, database: trusted });
    expect(second.height).toBe(BigInt(blocks.length) + 1n);
    expect(await stateDigest(trusted)).toBe(await stateDigest(judged));
    expect(second.bundle.sequence).toBe(first.bundle.sequence);
  },
  60_000,
);
