import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '@argosy/protocol/reason';
import { dataHash, headerHash, headerOf } from '@argosy/protocol/block';
import type { Header } from '@argosy/protocol/block';
import { Block, BlockHeader } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { BlockStore } from './block-store.js';
import { Offsets } from './block-offsets.js';
import { fileWriting } from './file-writing.js';
import type { FileWriting } from './file-writing.js';

const FILE_NAME = 'blocks.bin';
const LENGTH_BYTES = 4;
/** A header with its length in front is shorter, whatever its number. */
const HEAD_BYTES = 128;
/** The tag of a block's header, its first field. */
const HEADER_TAG = 0x0a;
const CHUNK_BYTES = 64 * 1024;
/** Blocks up to this number, and bytes, are kept at hand: they are asked for as soon as they are there. */
const RECENT = 64;
const RECENT_BYTES = 32 * 1024 * 1024;

/**
 * Blocks in one file: each a 32-bit big-endian length and the bytes of `common.Block`. A block that was only partly written when
 * the process or the machine ended is cut off when the file is opened; a hole or a broken chain before the last block is refused.
 *
 * After an append that failed, nothing more is taken until the file is opened again: what a disk does after an error is not known.
 */
export class FileBlockStore implements BlockStore {
  readonly #descriptor: number;
  readonly #offsets = new Offsets();
  readonly #recent = new Map<number, Uint8Array>();
  #recentBytes = 0;
  #end = 0;
  #appending = false;
  /** Why nothing more is taken. */
  #failure: string | undefined;

  private constructor(
    private readonly path: string,
    private readonly writing: FileWriting,
  ) {
    this.#descriptor = openSync(path, 'a+', 0o600);
  }

  /**
   * Open the folder's block file, or begin one. Of all blocks but the last only the headers are read. Throws when a stored block is
   * not the successor of the one before, or when the last is not whole.
   */
  static open(folder: string, writing = fileWriting): FileBlockStore {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const store = new FileBlockStore(join(folder, FILE_NAME), writing);
    try {
      syncFolder(folder);
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
    const offset = this.#offsets.at(index);
    if (offset === undefined) throw new RangeError(`there is no block ${number}`);
    return this.#recent.get(index) ?? this.#readSound(offset, index);
  }

  async append(block: Uint8Array): Promise<void> {
    const record = Buffer.allocUnsafe(LENGTH_BYTES + block.length);
    record.writeUInt32BE(block.length);
    record.set(block, LENGTH_BYTES);
    if (this.#failure !== undefined)
      throw new Error(`${this.path} takes no more blocks: ${this.#failure}`);
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
    this.#failure = `block ${this.height} could not be stored in ${this.path}: ${why}`;
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
    this.#recent.set(this.#offsets.length, block);
    this.#recentBytes += block.length;
    this.#offsets.push(this.#end);
    for (const [index, old] of this.#recent) {
      if (this.#recent.size <= RECENT && this.#recentBytes <= RECENT_BYTES) return;
      this.#recent.delete(index);
      this.#recentBytes -= old.length;
    }
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
    const head = Buffer.alloc(LENGTH_BYTES + HEAD_BYTES);
    let previousHash: Uint8Array = new Uint8Array(0);
    while (this.#end + LENGTH_BYTES <= size) {
      const read = readSync(this.#descriptor, head, 0, head.length, this.#end);
      const length = head.readUInt32BE();
      const next = this.#end + LENGTH_BYTES + length;
      if (next > size || (length === 0 && this.#isUnwritten(size))) break;
      const header = this.#header(head.subarray(LENGTH_BYTES, read));
      this.#requireNext(header, previousHash);
      previousHash = headerHash(header);
      this.#offsets.push(this.#end);
      this.#end = next;
    }
    this.#requireWholeLast();
    if (this.#end === size) return;
    ftruncateSync(this.#descriptor, this.#end);
    fdatasyncSync(this.#descriptor);
  }

  /** The header of the next record; it is the first that a block has, so that its beginning is enough. */
  #header(head: Buffer): Header {
    try {
      const length = head.readUInt8(1);
      if (head.readUInt8(0) === HEADER_TAG && length < HEAD_BYTES - 2) {
        return decode(BlockHeader, head.subarray(2, 2 + length));
      }
      return headerOf(decode(Block, this.#readAt(this.#end)));
    } catch (error) {
      throw this.#damaged(`record ${this.height} is no block`, error);
    }
  }

  #requireNext({ number, previousHash }: Header, expected: Uint8Array): void {
    if (number === this.height && Buffer.compare(previousHash, expected) === 0) return;
    throw this.#damaged(`record ${this.height} does not follow the one before`);
  }

  /** A machine that ends may leave the file longer than what was written into it: then all the rest is zeros. */
  #isUnwritten(size: number): boolean {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (let at = this.#end; at < size;) {
      const read = readSync(this.#descriptor, chunk, 0, chunk.length, at);
      if (chunk.subarray(0, read).some((byte) => byte !== 0)) return false;
      at += read;
    }
    return true;
  }

  #requireWholeLast(): void {
    const last = this.#offsets.length - 1;
    const offset = this.#offsets.at(last);
    if (offset !== undefined) this.#readSound(offset, last);
  }

  /** What has changed since it was stored is nobody's to have. Flags are not part of what the header names. */
  #readSound(offset: number, number: number): Buffer {
    const bytes = this.#readAt(offset);
    if (!this.#isSound(bytes, number))
      throw this.#damaged(`block ${number}: the data hash is not that of its transactions`);
    return bytes;
  }

  #isSound(bytes: Buffer, number: number): boolean {
    try {
      const block = decode(Block, bytes);
      return dataHash(block.data?.data ?? []).equals(headerOf(block).dataHash);
    } catch (error) {
      throw this.#damaged(`record ${number} is no block`, error);
    }
  }

  #damaged(what: string, cause?: unknown): Error {
    return new Error(`${this.path} is damaged: ${what}; put a copy of the file in its place`, {
      cause,
    });
  }
}

/** That the file is there must survive the end of the machine, too. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
