import {
  closeSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  write,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { BlockStore } from './block-store.js';

const FILE_NAME = 'blocks.bin';
const LENGTH_BYTES = 4;
const RECENT = 64;

const writeAt = promisify(write);
const syncData = promisify(fdatasync);

/**
 * Blocks in one file: each a 32-bit big-endian length and the bytes of `common.Block`. A block that was only partly written when
 * the process ended is cut off when the file is opened; a hole or a broken chain before the last block is refused.
 */
export class FileBlockStore implements BlockStore {
  readonly #descriptor: number;
  readonly #offsets: number[] = [];
  readonly #recent = new Map<number, Uint8Array>();
  #end = 0;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Open the folder's block file, or begin one. Throws when a stored block is not the successor of the one before. */
  static open(folder: string): FileBlockStore {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const store = new FileBlockStore(openSync(join(folder, FILE_NAME), 'a+', 0o600));
    store.#scan();
    return store;
  }

  get height(): bigint {
    return BigInt(this.#offsets.length);
  }

  read(number: bigint): Uint8Array {
    const index = Number(number);
    const offset = this.#offsets[index];
    if (offset === undefined) throw new RangeError(`there is no block ${number}`);
    return this.#recent.get(index) ?? this.#readAt(offset);
  }

  async append(block: Uint8Array): Promise<void> {
    const record = Buffer.allocUnsafe(LENGTH_BYTES + block.length);
    record.writeUInt32BE(block.length);
    record.set(block, LENGTH_BYTES);
    await writeWhole(this.#descriptor, record);
    await syncData(this.#descriptor);
    this.#remember(record.subarray(LENGTH_BYTES));
    this.#end += record.length;
  }

  close(): Promise<void> {
    closeSync(this.#descriptor);
    return Promise.resolve();
  }

  #remember(block: Uint8Array): void {
    const index = this.#offsets.length;
    this.#offsets.push(this.#end);
    this.#recent.set(index, block);
    this.#recent.delete(index - RECENT);
  }

  #readAt(offset: number): Buffer {
    const length = Buffer.alloc(LENGTH_BYTES);
    readSync(this.#descriptor, length, 0, LENGTH_BYTES, offset);
    const block = Buffer.allocUnsafe(length.readUInt32BE());
    readSync(this.#descriptor, block, 0, block.length, offset + LENGTH_BYTES);
    return block;
  }

  #scan(): void {
    const { size } = fstatSync(this.#descriptor);
    let previousHash: Uint8Array = new Uint8Array(0);
    while (this.#end + LENGTH_BYTES <= size) {
      const length = Buffer.alloc(LENGTH_BYTES);
      readSync(this.#descriptor, length, 0, LENGTH_BYTES, this.#end);
      const next = this.#end + LENGTH_BYTES + length.readUInt32BE();
      if (next > size) break;
      const header = headerOf(decode(Block, this.#readAt(this.#end)));
      const follows =
        header.number === this.height && Buffer.compare(header.previousHash, previousHash) === 0;
      if (!follows)
        throw new Error(
          `block file is damaged: record ${this.height} does not follow the one before`,
        );
      previousHash = headerHash(header);
      this.#offsets.push(this.#end);
      this.#end = next;
    }
    if (this.#end < size) ftruncateSync(this.#descriptor, this.#end);
  }
}

async function writeWhole(descriptor: number, record: Buffer): Promise<void> {
  for (let done = 0; done < record.length;) {
    const { bytesWritten } = await writeAt(descriptor, record, done, record.length - done, null);
    done += bytesWritten;
  }
}
