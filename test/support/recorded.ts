import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const RECORDED = ['a-raft-mixed', 'c-keylevel-private', 'e-bft-mixed', 'f-config'] as const;
export type RecordedName = (typeof RECORDED)[number];

export const recordedFolder = (name: RecordedName): string =>
  join(import.meta.dirname, '../fixtures/ledgers', name);

/** The blocks of a recorded ledger as bytes, in order. */
export function recordedBlocks(name: RecordedName): Buffer[] {
  const bytes = gunzipSync(readFileSync(join(recordedFolder(name), 'blocks.bin.gz')));
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    blocks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return blocks;
}
