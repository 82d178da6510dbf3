import { reasonOf } from '@argosy/protocol/reason';
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { headerHash, headerOf } from '@argosy/protocol/block';
import type { Header } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import { fileWriting } from './file-writing.js';
import type { FileWriting } from './file-writing.js';
import type { BlockStore } from './block-store.js';

const FILE_NAME = 'blocks.bin';
const LENGTH_BYTES = 4;
const RECENT = 64;

/**
 * Blocks in one file: each a 32-bit big-endian length and the bytes of `common.Block`. A block that was only partly written when
 * the process ended is cut off when the file is opened; a hole or a broken chain before the last block is refused.
 *
 * After an append that failed, nothing more is taken until the file is opened again: what a disk does after an error is not known.
 */
export class FileBlockStore implements BlockStore {
  readonly #descriptor: number;
  readonly #offsets: number[] = [];
  readonly #recent = new Map<number, Uint8Array>();
  #end = 0;
  #appending = false;
  /** Why nothing more is taken. */
  #failure: string | undefined;

  private constructor(
    descriptor: number,
    private readonly writing: FileWriting,
  ) {
    this.#descriptor = descriptor;
  }

  /** Open the folder's block file, or begin one. Throws when a stored block is not the successor of the one before. */
  static open(folder: string, writing = fileWriting): FileBlockStore {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const store = new FileBlockStore(openSync(join(folder, FILE_NAME), 'a+', 0o600), writing);
    try {
      store.#scan();
    } catch (error) {
      closeSync(store.#descriptor);
      throw error;
    }
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
    if (this.#failure !== undefined)
      throw new Error(`the block file takes no more blocks: ${this.#failure}`);
    if (this.#appending) throw new Error('the block file takes one block at a time');
    this.#appending = true;
    try {
      await this.writing.append(this.#descriptor, record);
    } catch (error) {
      throw this.#failed(error);
    } finally {
      this.#appending = false;
    }
    this.#remember(record.subarray(LENGTH_BYTES));
    this.#end += record.length;
  }

  /** Take back what was written in part, as far as that is possible; opening the file again does it otherwise. */
  #failed(cause: unknown): Error {
    const why = reasonOf(cause);
    this.#failure = `block ${this.height} could not be stored: ${why}`;
    try {
      ftruncateSync(this.#descriptor, this.#end);
    } catch {
      // The first error is the one to tell.
    }
    return new Error(this.#failure, { cause });
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

  #headerAt(offset: number): Header {
    try {
      return headerOf(decode(Block, this.#readAt(offset)));
    } catch (error) {
      const text = `block file is damaged: record ${this.height} is no block`;
      throw new Error(text, { cause: error });
    }
  }

  #scan(): void {
    const { size } = fstatSync(this.#descriptor);
    let previousHash: Uint8Array = new Uint8Array(0);
    while (this.#end + LENGTH_BYTES <= size) {
      const length = Buffer.alloc(LENGTH_BYTES);
      readSync(this.#descriptor, length, 0, LENGTH_BYTES, this.#end);
      const next = this.#end + LENGTH_BYTES + length.readUInt32BE();
      if (next > size) break;
      const header = this.#headerAt(this.#end);
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
