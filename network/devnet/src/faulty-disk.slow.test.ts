import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { reasonOf } from '@argosy/protocol/reason';
import { stateDigest } from '@argosy/ledger/database';
import { fileWriting } from '@argosy/ledger/file-writing';
import { chanceFor, figure, sampleOf, searchTimeoutMs } from '../../../test/support/long-run.js';
import { SmallDisk } from '../test-support/disk.js';
import type { Committed } from './simulation/client.js';
import { SimulatedNetwork } from './simulation/network.js';
import { stormChaincode } from './simulation/storm-chaincode.js';
import { VirtualTime } from './simulation/virtual-time.js';
import { FolderStorage, storageWriting, type StorageWriting } from './storage/folder-storage.js';

interface Options {
  readonly verify?: boolean;
  readonly writing?: StorageWriting;
}

type Acknowledged = Committed & { readonly txId: string };

let warnings: string[] = [];
beforeEach(() => {
  warnings = [];
});

/** The same network on what stands in a folder. */
function networkIn(folder: string, { verify = false, writing = storageWriting }: Options = {}) {
  const storage = new FolderStorage(folder, writing);
  const ambient = new VirtualTime('disk', Date.UTC(2026, 0, 1));
  const warn = (text: string): void => {
    warnings.push(text);
  };
  return new SimulatedNetwork({ seed: 'disk', ambient, storage, verify, warn });
}

const large = { ...stormChaincode(['BankA', 'BankB']), name: 'large' };
const functions = {
  ...large.functions,
  fill: async (
    stub: Parameters<(typeof large.functions)['put']>[0],
    [key = '']: readonly string[],
  ): Promise<string> => {
    await stub.put(key, 'x'.repeat(60_000));
    return '';
  },
};

let people = 0;
async function transact(network: SimulatedNetwork, args: readonly string[]): Promise<Acknowledged> {
  const client = network.client('BankA', `somebody ${people++}`);
  const [address = ''] = network.addresses;
  const prepared = await client.endorse(address, { chaincode: 'large', args });
  await client.submit(address, prepared);
  const { txId } = prepared;
  return { txId, ...(await client.status(address, txId, AbortSignal.timeout(1_500))) };
}

async function requireThere(
  network: SimulatedNetwork,
  acknowledged: readonly Acknowledged[],
): Promise<void> {
  for (const { txId, code, block } of acknowledged)
    expect(network.channel.ledger.transaction(txId)).toMatchObject({ code, blockNumber: block });
  expect((await transact(network, ['put', 'goes on'])).code).toBe(0);
}

/** How opening ends: in words, or with the digest of the state. */
async function opening(folder: string, options: Options = {}): Promise<string> {
  const network = networkIn(folder, options);
  try {
    await network.open();
  } catch (error) {
    return reasonOf(error);
  }
  await network.close();
  const kept = await new FolderStorage(folder).openLedger('trade');
  const digest = await stateDigest(kept.state);
  await Promise.all([kept.store, kept.state, kept.transient].map((one) => one.close()));
  return digest;
}

describe('a folder that something happened to', () => {
  let whole: string;
  let folder: string;
  let acknowledged: Acknowledged[];
  let digest: string;

  beforeAll(async () => {
    whole = mkdtempSync(join(tmpdir(), 'argosy-whole-'));
    const network = networkIn(whole);
    await network.open();
    await network.deploy({ ...large, functions });
    acknowledged = [];
    for (let i = 0; i < 6; i++) acknowledged.push(await transact(network, ['put', `k${i}`]));
    acknowledged.push(await transact(network, ['hide', 'secret']));
    await network.close();
    digest = await opening(whole);
  }, 30_000);
  afterAll(() => {
    rmSync(whole, { recursive: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'argosy-faulty-'));
    cpSync(whole, folder, { recursive: true });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const served = async (): Promise<SimulatedNetwork> => {
    const network = networkIn(folder);
    await network.open();
    network.serve('large', functions);
    return network;
  };
  const inLedger = (...names: string[]): string => join(folder, 'ledgers', 'trade', ...names);
  const blocks = (): string => inLedger('blocks.bin');

  test('a state that is gone is made again from the blocks', async () => {
    rmSync(inLedger('state'), { recursive: true });
    const network = await served();
    expect(warnings).toEqual([
      'channel trade: the database is new: it is made again from the blocks; clear private data must be supplied again',
    ]);
    await requireThere(network, acknowledged);
    await network.close();
  });

  test('a state that cannot be opened is named, and made again once it is out of the way', async () => {
    writeFileSync(inLedger('state', 'CURRENT'), 'nothing');
    expect(await opening(folder)).toContain(
      `the database in ${inLedger('state')} cannot be opened: `,
    );
    expect(await opening(folder)).toContain(
      'without that folder it is made again from the blocks, clear private data aside',
    );
    rmSync(inLedger('state'), { recursive: true });
    const network = await served();
    await requireThere(network, acknowledged);
    await network.close();
  });

  test('the store of waiting private data that cannot be opened is named, with what its loss means', async () => {
    writeFileSync(inLedger('transient', 'CURRENT'), 'nothing');
    expect(await opening(folder)).toMatch(
      /transient cannot be opened: .*\(without that folder clear private data of proposals that are in no block yet is lost\)/,
    );
    rmSync(inLedger('transient'), { recursive: true });
    expect(await opening(folder)).toBe(digest);
  });

  test(
    'a state in which bytes changed is refused by its name, or right again at the latest when it is verified',
    async () => {
      const chance = chanceFor('state flips');
      const outcomes = { refused: 0, right: 0, 'right when verified': 0 };
      for (let i = 0; i < sampleOf(8, 400); i++) {
        rmSync(inLedger('state'), { recursive: true });
        cpSync(join(whole, 'ledgers', 'trade', 'state'), inLedger('state'), { recursive: true });
        const files = readdirSync(inLedger('state')).filter((name) => name !== 'LOCK');
        const sizes = files.filter((name) => statSync(inLedger('state', name)).size > 0);
        const file = inLedger('state', chance.pick(sizes));
        const bytes = readFileSync(file);
        const at = chance.below(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
        writeFileSync(file, bytes);
        const opened = await opening(folder);
        if (opened === digest) outcomes.right++;
        else if (opened.includes(inLedger('state'))) outcomes.refused++;
        else {
          const verified = await opening(folder, { verify: true });
          expect([file, at, verified]).toEqual([file, at, digest]);
          outcomes['right when verified']++;
        }
      }
      const counts = Object.entries(outcomes).map(([name, count]) => `${count} ${name}`);
      figure(`faulty disk: a bit of a state changed: ${counts.join(', ')}`);
    },
    searchTimeoutMs,
  );

  test(
    'a block file in which a bit changed is refused when it is verified; read, the block is named',
    async () => {
      const chance = chanceFor('block flips');
      let atOnce = 0;
      const original = readFileSync(blocks());
      const tries = sampleOf(10, 600);
      for (let i = 0; i < tries; i++) {
        const bytes = Buffer.from(original);
        const at = chance.below(bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << chance.below(8));
        writeFileSync(blocks(), bytes);
        const opened = await opening(folder);
        if (opened === digest) {
          const verified = await opening(folder, { verify: true });
          expect([at, verified]).toEqual([
            at,
            expect.stringMatching(/channel trade cannot be opened: .*(block|record) \d+/),
          ]);
          rmSync(inLedger('state'), { recursive: true });
          cpSync(join(whole, 'ledgers', 'trade', 'state'), inLedger('state'), { recursive: true });
        } else {
          atOnce++;
          expect([at, opened]).toEqual([at, expect.stringMatching(/damaged|different|block/)]);
        }
      }
      writeFileSync(blocks(), original);
      expect(await opening(folder)).toBe(digest);
      figure(`faulty disk: ${tries} changed bits of a block file found, ${atOnce} by opening it`);
    },
    searchTimeoutMs,
  );

  test(
    'a block file that lost its end is refused; without the state what is left goes on',
    async () => {
      const chance = chanceFor('block file ends');
      const { size } = statSync(blocks());
      for (let i = 0; i < sampleOf(4, 100); i++) {
        cpSync(join(whole, 'ledgers'), join(folder, 'ledgers'), { recursive: true, force: true });
        truncateSync(blocks(), chance.below(size - 1));
        expect(await opening(folder)).toMatch(
          /the database knows 11 blocks, but only \d+ are stored: blocks were lost.*put a copy/,
        );
        rmSync(inLedger('state'), { recursive: true });
        expect(await opening(folder)).toMatch(/^[0-9a-f]{64}$/);
      }
      rmSync(join(folder, 'ledgers'), { recursive: true });
      cpSync(join(whole, 'ledgers'), join(folder, 'ledgers'), { recursive: true });
      rmSync(blocks());
      expect(await opening(folder)).toMatch(/but only 0 are stored: blocks were lost/);
    },
    searchTimeoutMs,
  );

  test('something behind the end of the block file is refused, zeros are cut off', async () => {
    appendFileSync(blocks(), Buffer.alloc(5_000));
    expect(await opening(folder)).toBe(digest);
    appendFileSync(blocks(), Buffer.from('00000002ffff', 'hex'));
    expect(await opening(folder)).toContain(
      `${blocks()} is damaged: record 11 is no block; put a copy of the file in its place`,
    );
  });

  test('a joined channel without its record goes on when it is joined again; one that was left is gone', async () => {
    const second = (name = ''): string => join(folder, 'ledgers', 'second', name);
    const record = join(folder, 'channels', 'second.json');
    const network = await served();
    await network.devnet.join('BankA:peer0', network.genesisOf('second'));
    await network.close();
    const joined = readFileSync(record, 'utf8');
    writeFileSync(second('kept'), '');
    rmSync(record);
    await network.open();
    await network.devnet.join('BankA:peer0', network.genesisOf('second'));
    await network.close();
    expect(existsSync(second('kept'))).toBe(true);
    // As it is while the last node's leaving is under way.
    writeFileSync(record, JSON.stringify({ ...JSON.parse(joined), removed: true }));
    expect(await opening(folder)).toBe(digest);
    expect([existsSync(second()), existsSync(record)]).toEqual([false, false]);
  });

  test('a damaged record of a channel, and a damaged package, are named', async () => {
    const record = join(folder, 'channels', 'trade.json');
    const json = readFileSync(record, 'utf8');
    writeFileSync(record, json.slice(0, 100));
    expect(await opening(folder)).toBe(
      `${record} is damaged: take it from a copy, or remove it and join again`,
    );
    writeFileSync(record, json);
    const packages = join(folder, 'packages', encodeURIComponent('BankB:peer0'));
    const [name = ''] = readdirSync(packages);
    truncateSync(join(packages, name), 100);
    expect(await opening(folder)).toBe(
      `the chaincode package ${join(packages, name)} is damaged: remove it and install it again`,
    );
  });
});

describe('a disk', () => {
  let disk: SmallDisk | undefined;
  afterEach(() => {
    disk?.remove();
    disk = undefined;
  });

  /** Fill the disk until nothing is acknowledged any more. */
  async function filled(network: SimulatedNetwork): Promise<Acknowledged[]> {
    const acknowledged: Acknowledged[] = [];
    for (let i = 0; i < 200; i++) {
      try {
        acknowledged.push(await transact(network, ['fill', `k${i}`]));
      } catch {
        return acknowledged;
      }
    }
    throw new Error('the disk did not fill');
  }

  test('that is full: the channel says so and halts; with room again nothing is lost', async () => {
    disk = SmallDisk.of(4);
    const folder = disk?.folder ?? mkdtempSync(join(tmpdir(), 'argosy-full-'));
    const data = join(folder, 'data');
    let room = disk === undefined ? 3_000_000 : Infinity;
    const file = {
      // Where no disk can be mounted, one that is full is simulated.
      append: (descriptor: number, record: Buffer): Promise<void> => {
        room -= record.length;
        return room < 0
          ? Promise.reject(new Error('ENOSPC: no space left on device, write'))
          : fileWriting.append(descriptor, record);
      },
    };
    const network = networkIn(data, { writing: { ...storageWriting, file } });
    await network.open();
    await network.deploy({ ...large, functions });
    const acknowledged = await filled(network);
    expect(acknowledged.length).toBeGreaterThan(5);
    expect(warnings.at(-1)).toMatch(/channel trade has halted: .*(ENOSPC|No space left)/);
    await network.close().catch(() => undefined);
    figure(
      `faulty disk: ${disk === undefined ? 'simulated as' : 'a real one'} full after ${acknowledged.length} transactions`,
    );

    const again = networkIn(data);
    if (disk !== undefined) {
      expect(await opening(data).then((said) => /full|^[0-9a-f]{64}$/.test(said))).toBe(true);
      disk.resize(64);
    }
    await again.open();
    again.serve('large', functions);
    await requireThere(again, acknowledged);
    await again.close();
    if (disk === undefined) rmSync(folder, { recursive: true });
  }, 60_000);

  test('that cannot be written is named when a network starts on it', async () => {
    disk = SmallDisk.of(16);
    if (disk === undefined) return;
    const data = join(disk.folder, 'data');
    expect(await opening(data)).toMatch(/^[0-9a-f]{64}$/);
    disk.setReadOnly(true);
    expect(await opening(data)).toMatch(
      new RegExp(
        `${data} cannot be used: .*it must be writable for who runs the network: change that and start again`,
      ),
    );
    disk.setReadOnly(false);
    expect(await opening(data)).toMatch(/^[0-9a-f]{64}$/);
  }, 30_000);
});
