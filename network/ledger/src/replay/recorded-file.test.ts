import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { delimitedMessages } from './delimited.js';
import { NoRecord, RecordFault } from './record-fault.js';
import { recordedFile } from './recorded-file.js';
import { recordedFolder } from './recorded-folder.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-record-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const varint = (value: number): Buffer =>
  value < 0x80 ? Buffer.of(value) : Buffer.of((value & 0x7f) | 0x80, value >> 7);
const delimited = (...messages: readonly Buffer[]): Buffer =>
  Buffer.concat(messages.flatMap((it) => [varint(it.length), it]));

async function messagesOf(name: string, bytes: Uint8Array): Promise<[number, Buffer][]> {
  writeFileSync(join(folder, name), bytes);
  const file = recordedFile(folder, name.replace(/\.gz$/, ''));
  if (file === undefined) throw new Error('the file is missing');
  const found: [number, Buffer][] = [];
  try {
    for await (const { bytes: message, offset } of delimitedMessages(file))
      found.push([offset, message]);
  } finally {
    rmSync(join(folder, name));
  }
  return found;
}

describe('messages behind their length', () => {
  const small = Buffer.from('small');
  const empty = Buffer.alloc(0);
  const large = Buffer.alloc(10_000, 7);
  const all = delimited(small, empty, large, small);

  test.each(['blocks.bin', 'blocks.bin.gz'])('in %s', async (name) => {
    const found = await messagesOf(name, name.endsWith('.gz') ? gzipSync(all) : all);
    expect(found).toEqual([
      [0, small],
      [6, empty],
      [7, large],
      [10_009, small],
    ]);
  });

  test('cut off, the offset is that of the one that is not whole', async () => {
    const cut = messagesOf('blocks.bin', all.subarray(0, 9000));
    await expect(cut).rejects.toThrow(RecordFault);
    await expect(cut).rejects.toMatchObject({ file: 'blocks.bin', offset: 7 });
  });

  test('a length that no block has', async () => {
    const damaged = Buffer.concat([delimited(small), Buffer.alloc(20, 0xff)]);
    const reading = messagesOf('blocks.bin', damaged);
    await expect(reading).rejects.toMatchObject({ file: 'blocks.bin', offset: 6 });
  });

  const packed = gzipSync(Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251)));
  test.each([
    ['cut off', packed.subarray(0, packed.length - 20), 'unexpected end of file'],
    ['changed', packed.map((byte, i) => (i === packed.length - 6 ? byte ^ 1 : byte)), 'incorrect'],
    ['not one', Buffer.from('no gzip'), 'incorrect header check'],
  ])('a gzip file that is %s', async (_, bytes, words) => {
    const reading = messagesOf('blocks.bin.gz', bytes);
    await expect(reading).rejects.toThrow(RecordFault);
    await expect(reading).rejects.toMatchObject({ file: 'blocks.bin.gz' });
    await expect(reading).rejects.toThrow(words);
  });
});

describe('a folder', () => {
  test('needs blocks, and says what else is there', () => {
    const path = join(folder, 'record');
    expect(() => recordedFolder(path)).toThrow(NoRecord);
    mkdirSync(path);
    expect(() => recordedFolder(path)).toThrow('neither blocks.bin nor blocks.bin.gz');
    for (const name of ['blocks.bin.gz', 'state.json', 'history.json.gz', 'other.json'])
      writeFileSync(join(path, name), '');
    const { blocks, companions } = recordedFolder(path);
    expect(blocks.name).toBe('blocks.bin.gz');
    expect(Object.values(companions).map(({ name }) => name)).toEqual([
      'state.json',
      'history.json.gz',
    ]);
  });

  test('is no file', () => {
    writeFileSync(join(folder, 'a'), '');
    expect(() => recordedFolder(join(folder, 'a'))).toThrow('there is no folder');
  });
});
