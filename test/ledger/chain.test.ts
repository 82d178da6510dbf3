import { mkdtempSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MemoryBlockStore } from '@argosy/ledger/block-store';
import { commitHash } from '@argosy/ledger/commit-hash';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import type { StateView } from '@argosy/ledger/state';
import { metadataOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import { decode, encode } from '@argosy/protocol/wire';
import { collected } from '../support/collected.js';
import { makeConsortium } from '../support/consortium.js';
import type { Consortium } from '../support/consortium.js';
import { Forge } from '../support/forge.js';
import { sampleOf, searchTimeoutMs } from '../support/long-run.js';

const CC = 'argosy';
let consortium: Consortium;

beforeAll(async () => {
  consortium = await makeConsortium();
});

const write = (forge: Forge, key: string): Buffer =>
  forge.transaction({
    run: (simulator) => {
      simulator.put(CC, key, Buffer.from(key));
    },
  });

describe('a block is refused whole, and nothing changes', () => {
  let ledger: Ledger;
  let forge: Forge;

  beforeEach(async () => {
    ledger = await Ledger.open({
      genesisBlock: consortium.genesisBlock,
      store: new MemoryBlockStore(),
    });
    forge = new Forge(consortium, ledger);
    await forge.commit(forge.definition(CC));
  });

  const altered = (change: (block: BlockMessage) => BlockMessage): BlockMessage =>
    change(forge.block([write(forge, 'a')]));
  const header = (block: BlockMessage): NonNullable<BlockMessage['header']> => {
    if (block.header === undefined) throw new Error('no header');
    return block.header;
  };

  test.each([
    [
      'another number',
      /next block is 2/,
      (b: BlockMessage) => ({ ...b, header: { ...header(b), number: 3n } }),
    ],
    [
      'another predecessor',
      /does not follow/,
      (b: BlockMessage) => ({ ...b, header: { ...header(b), previousHash: Buffer.alloc(32) } }),
    ],
    [
      'other data',
      /data hash/,
      (b: BlockMessage) => ({ ...b, data: { data: [Buffer.from('x')] } }),
    ],
    ['no data', /data hash/, (b: BlockMessage) => ({ ...b, data: { data: [] } })],
  ])('with %s', async (_, reason, change) => {
    await expect(ledger.commit(altered(change))).rejects.toThrow(reason);
    expect(ledger.height).toBe(2n);
    expect(await forge.commit(write(forge, 'a'))).toEqual([0]);
  });

  test.each([
    ['three of four consenters', [0, 1, 2], true],
    ['all four', [0, 1, 2, 3], true],
    ['two', [0, 1], false],
    ['the same one twice and one more', [0, 0, 1], false],
    ['nobody', [], false],
  ])('unless enough consenters signed it: %s', async (_, who, enough) => {
    const signers = who.flatMap((i) => consortium.consenters[i] ?? []);
    const commit = ledger.commit(forge.block([write(forge, 'a')], signers));
    if (enough) await expect(commit).resolves.toMatchObject({ number: 2n });
    else await expect(commit).rejects.toThrow(/too few consenters/);
  });

  test('when a signature is of an unknown consenter or of another block', async () => {
    const [one, two, three] = consortium.consenters;
    if (!one || !two || !three) throw new Error('consenters');
    const stranger = { ...three, id: 9 };
    await expect(
      ledger.commit(forge.block([write(forge, 'a')], [one, two, stranger])),
    ).rejects.toThrow(/too few/);
    const signed = forge.block([write(forge, 'a')]);
    const swapped = { ...forge.block([write(forge, 'b')]), metadata: signed.metadata };
    await expect(ledger.commit(swapped)).rejects.toThrow(/too few/);
  });
});

describe('commit hashes', () => {
  test('begin with block 1 and chain from block to block', async () => {
    const ledger = await Ledger.open({
      genesisBlock: consortium.genesisBlock,
      store: new MemoryBlockStore(),
    });
    const forge = new Forge(consortium, ledger);
    await forge.commit(forge.transaction({ chaincode: 'undefined', run: () => undefined }));
    await forge.commit(forge.definition(CC));
    const hashes = [0n, 1n, 2n].map(
      (n) => decode(Metadata, metadataOf(decode(Block, ledger.block(n)), 'commitHash')).value,
    );
    expect(hashes[0]).toHaveLength(0);
    // Nothing valid in block 1: its hash is that of the flags alone.
    expect(hashes[1]).toEqual(commitHash(Buffer.of(25), Buffer.alloc(0), Buffer.alloc(0)));
    expect(hashes[2]).toHaveLength(32);
  });
});

describe('on disk', () => {
  let folder: string;
  const open = async (): Promise<Ledger> =>
    Ledger.open({ genesisBlock: consortium.genesisBlock, store: FileBlockStore.open(folder) });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'argosy-ledger-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('what was committed is there again, with state, ids and history', async () => {
    const first = await open();
    const forge = new Forge(consortium, first);
    await forge.commit(forge.definition(CC));
    await forge.commit(write(forge, 'a'), write(forge, 'b'));
    const summary = first.summary(2n);
    await first.close();

    const again = await open();
    expect(again.height).toBe(3n);
    expect(again.lastHeaderHash).toEqual(first.lastHeaderHash);
    expect(again.summary(2n)).toEqual(summary);
    expect(again.transaction(summary.transactions[1]?.txId ?? '')).toEqual({
      code: 0,
      blockNumber: 2n,
      index: 1,
    });
    const view = again.snapshot();
    expect(view.get(CC, 'b')).toMatchObject({ version: { blockNum: 2n, txNum: 1n } });
    view.release();
    expect(await collected(again.history(CC, 'a'))).toHaveLength(1);
    const next = new Forge(consortium, again);
    expect(await next.commit(write(next, 'c'))).toEqual([0]);
    await again.close();
  });

  test(
    'a block that was cut off at any byte is forgotten, and the chain goes on',
    async () => {
      const ledger = await open();
      const forge = new Forge(consortium, ledger);
      await forge.commit(forge.definition(CC));
      const file = join(folder, 'blocks.bin');
      const before = readFileSync(file).length;
      await forge.commit(write(forge, 'a'));
      await ledger.close();
      const whole = readFileSync(file);
      for (let size = before; size < whole.length; size += sampleOf(311, 7)) {
        writeFileSync(file, whole.subarray(0, size));
        const reopened = await open();
        expect(reopened.height).toBe(2n);
        const next = new Forge(consortium, reopened);
        expect(await next.commit(write(next, 'b'))).toEqual([0]);
        await reopened.close();
      }
    },
    searchTimeoutMs,
  );

  test('a damaged block in the middle is refused, not skipped', async () => {
    const ledger = await open();
    const forge = new Forge(consortium, ledger);
    await forge.commit(forge.definition(CC));
    await forge.commit(write(forge, 'a'));
    await ledger.close();
    const file = join(folder, 'blocks.bin');
    const bytes = readFileSync(file);
    const second = 4 + bytes.readUInt32BE(0);
    // The block's header comes first: its hash of the block before is soon after the length.
    bytes.writeUInt8(bytes.readUInt8(second + 20) ^ 1, second + 20);
    writeFileSync(file, bytes);
    await expect(open()).rejects.toThrow(/damaged/);
  });

  test('a disk that is full: the block is not there, nothing more is taken, and opening it again goes on', async () => {
    let room = Infinity;
    const store = FileBlockStore.open(folder, {
      async append(descriptor, record) {
        writeSync(descriptor, record, 0, Math.min(room, record.length));
        if (room < record.length) throw new Error('ENOSPC: no space left on device, write');
      },
    });
    const ledger = await Ledger.open({ genesisBlock: consortium.genesisBlock, store });
    const forge = new Forge(consortium, ledger);
    await forge.commit(forge.definition(CC));
    const before = readFileSync(join(folder, 'blocks.bin'));
    room = 1000;
    await expect(forge.commit(write(forge, 'a'))).rejects.toThrow(
      'blocks.bin: ENOSPC: no space left on device, write',
    );
    room = Infinity;
    await expect(forge.commit(write(forge, 'a'))).rejects.toThrow('takes no more blocks: block 2');
    expect(ledger.height).toBe(2n);
    expect(readFileSync(join(folder, 'blocks.bin'))).toEqual(before);
    await ledger.close();
    const again = await open();
    const next = new Forge(consortium, again);
    expect(await next.commit(write(next, 'a'))).toEqual([0]);
    await again.close();
  });

  test('a record that is no block is refused by its number', async () => {
    await (await open()).close();
    const file = join(folder, 'blocks.bin');
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('00000002ffff', 'hex')]));
    await expect(open()).rejects.toThrow('record 1 is no block');
  });

  describe('judged again when it is opened', () => {
    const verified = async (): Promise<Ledger> =>
      Ledger.open({
        genesisBlock: consortium.genesisBlock,
        store: FileBlockStore.open(folder),
        verify: true,
      });
    /** A ledger with a valid and an invalid transaction in block 2, changed on disk. */
    const tampered = async (change: (blocks: BlockMessage[]) => void): Promise<void> => {
      const ledger = await open();
      const forge = new Forge(consortium, ledger);
      await forge.commit(forge.definition(CC));
      const bad = forge.transaction({ run: () => undefined, endorsers: [] });
      await forge.commit(write(forge, 'a'), bad);
      await forge.commit(write(forge, 'b'));
      const blocks = [0n, 1n, 2n, 3n].map((number) => decode(Block, ledger.block(number)));
      await ledger.close();
      change(blocks);
      const records = blocks.flatMap((block) => {
        const bytes = encode(Block, block);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(bytes.length);
        return [length, bytes];
      });
      writeFileSync(join(folder, 'blocks.bin'), Buffer.concat(records));
    };
    const slots = (block: BlockMessage | undefined): Uint8Array[] => {
      if (block?.metadata === undefined) throw new Error('no metadata');
      return block.metadata.metadata;
    };

    test('what is as it was is confirmed', async () => {
      await tampered(() => undefined);
      const ledger = await verified();
      expect(ledger.height).toBe(4n);
      const next = new Forge(consortium, ledger);
      expect(await next.commit(write(next, 'c'))).toEqual([0]);
      await ledger.close();
    });

    test.each<[string, (blocks: BlockMessage[]) => void, RegExp]>([
      [
        'an invalid transaction flagged valid',
        (blocks) => (slots(blocks[2])[2] = Buffer.of(0, 0)),
        /block 2, transaction 1: expected ENDORSEMENT_POLICY_FAILURE \(.+\), found VALID/,
      ],
      [
        'a valid transaction flagged invalid',
        (blocks) => (slots(blocks[2])[2] = Buffer.of(11, 10)),
        /block 2, transaction 0: expected VALID, found MVCC_READ_CONFLICT/,
      ],
      [
        'a flag left out',
        (blocks) => (slots(blocks[2])[2] = Buffer.of(0)),
        /block 2: 1 flags are stored for 2 transactions/,
      ],
      [
        'another commit hash',
        (blocks) => (slots(blocks[1])[4] = encode(Metadata, { value: Buffer.alloc(32) })),
        /block 1: expected commit hash [0-9a-f]{64}, found 0{64}/,
      ],
      [
        'the signatures of another block',
        (blocks) => (slots(blocks[3])[0] = slots(blocks[2])[0] ?? Buffer.of()),
        /block 3: too few consenters/,
      ],
    ])('%s is found', async (_, change, message) => {
      await tampered(change);
      await expect(verified()).rejects.toThrow(message);
      // Whoever trusts what is stored does not notice.
      await (await open()).close();
    });

    test.each<[string, (blocks: BlockMessage[]) => void, RegExp]>([
      [
        'another transaction in a block before the last',
        (blocks) => blocks[2]?.data?.data.reverse().push(Buffer.of(1)),
        /block 2: the data hash/,
      ],
      [
        'another configuration in block 0',
        (blocks) => blocks[0]?.data?.data.push(Buffer.of(1)),
        /block 0: the data hash/,
      ],
    ])('%s is found by whoever reads it', async (_, change, message) => {
      await tampered(change);
      await expect(verified()).rejects.toThrow(message);
      await expect(open()).rejects.toThrow(message);
    });
  });

  test('another transaction in the last block is found by whoever opens the file', async () => {
    const ledger = await open();
    const forge = new Forge(consortium, ledger);
    await forge.commit(forge.definition(CC));
    const last = decode(Block, ledger.block(1n));
    await ledger.close();
    const file = join(folder, 'blocks.bin');
    const altered = encode(Block, { ...last, data: { data: [Buffer.of(1)] } });
    const kept = readFileSync(file).subarray(0, 4 + readFileSync(file).readUInt32BE(0));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(altered.length);
    writeFileSync(file, Buffer.concat([kept, length, altered]));
    await expect(open()).rejects.toThrow(/block 1: the data hash/);
  });

  test('the ledger of another network is refused by name', async () => {
    await (await open()).close();
    const { genesisBlock } = await makeConsortium();
    const other = Ledger.open({ genesisBlock, store: FileBlockStore.open(folder) });
    await expect(other).rejects.toThrow(/different networks/);
  });
});

test('what stands in the state keeps no more in memory than itself', async () => {
  const store = new MemoryBlockStore();
  const ledger = await Ledger.open({ genesisBlock: consortium.genesisBlock, store });
  const forge = new Forge(consortium, ledger);
  await forge.commit(forge.definition(CC));
  await forge.commit(write(forge, 'a'));
  const view = ledger.snapshot();
  const value = view.get(CC, 'a')?.value;
  // Beside the value its version stands there, not the block that it came with.
  expect(value?.buffer.byteLength).toBeLessThan(CC.length + 10);
  view.release();
});

describe('snapshots', () => {
  const keys = async (view: StateView): Promise<string[]> =>
    (await collected(view.range(CC, '', ''))).map(([key]) => key);

  test('stay as they were while blocks are committed', async () => {
    const ledger = await Ledger.open({
      genesisBlock: consortium.genesisBlock,
      store: new MemoryBlockStore(),
    });
    const forge = new Forge(consortium, ledger);
    await forge.commit(forge.definition(CC));
    await forge.commit(write(forge, 'a'));
    const before = ledger.snapshot();
    const entry = before.get(CC, 'a');
    await forge.commit(write(forge, 'a'), write(forge, 'b'));
    await forge.commit(write(forge, 'a'));
    expect(before.get(CC, 'a')).toEqual(entry);
    expect(await keys(before)).toEqual(['a']);
    before.release();
    const after = ledger.snapshot();
    expect(await keys(after)).toEqual(['a', 'b']);
    expect(after.get(CC, 'a')?.version.blockNum).toBe(4n);
    after.release();
  });
});
