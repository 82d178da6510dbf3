import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildBlock, headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { encode } from '@argosy/protocol/wire';
import { FileBlockStore } from './file-block-store.js';
import { fileWriting } from './file-writing.js';
import type { FileWriting } from './file-writing.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-blocks-'));
  file = join(folder, 'blocks.bin');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A chain of blocks as they are stored. */
function chain(count: number, size = 10): Buffer[] {
  const blocks: Buffer[] = [];
  let previousHash: Uint8Array = new Uint8Array(0);
  for (let i = 0; i < count; i++) {
    const content = { number: BigInt(i), previousHash, lastConfig: 0n };
    const entries = [Buffer.alloc(size, i)];
    const block = buildBlock({ ...content, entries, consenterMetadata: Buffer.of(1) }, []);
    previousHash = headerHash(headerOf(block));
    blocks.push(encode(Block, block));
  }
  return blocks;
}

const record = (block: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(block.length);
  return Buffer.concat([length, block]);
};

test('blocks are read by number, old and new, after every opening', async () => {
  const blocks = chain(2_100);
  writeFileSync(file, Buffer.concat(blocks.slice(0, 2_000).map(record)));
  const store = FileBlockStore.open(folder);
  for (const block of blocks.slice(2_000)) await store.append(block);
  for (const one of [store, FileBlockStore.open(folder)]) {
    expect(one.height).toBe(2_100n);
    for (const number of [0, 1, 1_023, 1_024, 1_999, 2_000, 2_099]) {
      expect(blocks[number]?.equals(one.read(BigInt(number)))).toBe(true);
    }
    for (const number of [-1n, 2_100n]) expect(() => one.read(number)).toThrow(RangeError);
    await one.close();
  }
});

test('large blocks are not all kept at hand', async () => {
  const store = FileBlockStore.open(folder);
  const blocks = chain(6, 12_000_000);
  for (const block of blocks) await store.append(block);
  // Read from the file, a block is another buffer each time.
  expect(store.read(0n)).not.toBe(store.read(0n));
  expect(store.read(5n)).toBe(store.read(5n));
  expect(blocks[0]?.equals(store.read(0n))).toBe(true);
  await store.close();
});

test.each([1, 3, 4, 5, 200, 5_000])(
  'a file that is longer than what was written, by %d zeros, is cut off there',
  async (zeros) => {
    const blocks = chain(3);
    const whole = Buffer.concat(blocks.map(record));
    writeFileSync(file, whole);
    appendFileSync(file, Buffer.alloc(zeros));
    const store = FileBlockStore.open(folder);
    expect(store.height).toBe(3n);
    expect(readFileSync(file)).toEqual(whole);
    await store.close();
  },
);

test.each([8, 200, 200_000])('%d zeros with something behind are damage, not an end', (zeros) => {
  writeFileSync(file, Buffer.concat([...chain(2).map(record), Buffer.alloc(zeros), Buffer.of(1)]));
  expect(() => FileBlockStore.open(folder)).toThrow('record 2 is no block');
});

test('a last block that lacks what its header names is refused, one before it is left to who judges it', async () => {
  const blocks = chain(3);
  const spoilt = (number: number): Buffer =>
    Buffer.concat(
      blocks.map((block, i) => {
        const bytes = Buffer.from(record(block));
        // The entry's ten equal bytes are the block's number.
        if (i === number) bytes.fill(9, bytes.indexOf(Buffer.alloc(10, i)));
        return bytes;
      }),
    );
  writeFileSync(file, spoilt(2));
  expect(() => FileBlockStore.open(folder)).toThrow(/damaged: (block|record) 2/);
  writeFileSync(file, spoilt(1));
  const store = FileBlockStore.open(folder);
  expect(store.height).toBe(3n);
  await store.close();
});

test('of all blocks but the last only the beginning is read', () => {
  // The second block's body is no message at all.
  const [first = Buffer.of(), second = Buffer.of(), third = Buffer.of()] = chain(3, 500);
  const spoilt = Buffer.from(second);
  spoilt.fill(255, 200);
  writeFileSync(file, Buffer.concat([first, spoilt, third].map(record)));
  const store = FileBlockStore.open(folder);
  expect(store.height).toBe(3n);
  void store.close();
});

test('two blocks at a time are refused', async () => {
  const [first = Buffer.of(), second = Buffer.of()] = chain(2);
  let proceed: () => void = () => undefined;
  const slow: FileWriting = {
    async append(descriptor, bytes) {
      await new Promise<void>((resolve) => (proceed = resolve));
      await fileWriting.append(descriptor, bytes);
    },
  };
  const store = FileBlockStore.open(folder, slow);
  const appending = store.append(first);
  await expect(store.append(second)).rejects.toThrow('one block at a time');
  proceed();
  await appending;
  expect(store.height).toBe(1n);
  await store.close();
});
