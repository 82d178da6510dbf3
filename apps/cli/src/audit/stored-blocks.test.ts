import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { storedBlocks } from './stored-blocks.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-blocks-'));
  file = join(folder, 'blocks.bin');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function stored(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, Buffer.from(text)]);
}

async function read(): Promise<string[]> {
  const texts: string[] = [];
  for await (const block of storedBlocks(file)) texts.push(Buffer.from(block).toString());
  return texts;
}

test('blocks come in their order, and those that were added while they are read', async () => {
  writeFileSync(file, Buffer.concat([stored('one'), stored('two')]));
  const texts: string[] = [];
  for await (const block of storedBlocks(file)) {
    texts.push(Buffer.from(block).toString());
    if (texts.length === 2) appendFileSync(file, stored('three'));
  }
  expect(texts).toEqual(['one', 'two', 'three']);
});

test.each([1, 4, 6])('of a block that lacks its end, %i bytes are left out', async (length) => {
  writeFileSync(file, Buffer.concat([stored('one'), stored('two').subarray(0, length)]));
  expect(await read()).toEqual(['one']);
});

test('a file with nothing in it has no block', async () => {
  writeFileSync(file, '');
  expect(await read()).toEqual([]);
});
