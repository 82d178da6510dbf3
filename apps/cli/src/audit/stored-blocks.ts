import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const LENGTH_BYTES = 4;

/** The blocks of a development network's ledger, in order, as it stores them: each a 32-bit big-endian length and its bytes. Only
 *  reads, so that the network may run; a block that is not written to its end is left out. */
export async function* storedBlocks(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    for (let at = 0; ;) {
      const length = await bytesAt(handle, at, LENGTH_BYTES);
      if (length === undefined) return;
      const block = await bytesAt(handle, at + LENGTH_BYTES, length.readUInt32BE(0));
      if (block === undefined) return;
      yield block;
      at += LENGTH_BYTES + block.length;
    }
  } finally {
    await handle.close();
  }
}

/** Undefined where the file does not have so many bytes there. */
async function bytesAt(
  handle: FileHandle,
  position: number,
  length: number,
): Promise<Buffer | undefined> {
  const { size } = await handle.stat();
  if (position + length > size) return undefined;
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return bytesRead === length ? bytes : undefined;
}
