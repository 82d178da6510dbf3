/** Where the blocks of a channel are kept, in order from 0. They are the only thing a ledger must not lose. */
export interface BlockStore {
  readonly height: bigint;
  /** The stored bytes of a block. Throws when there is none of that number. */
  read(number: bigint): Uint8Array;
  /** Returns once the block would survive the end of the process and of the machine. */
  append(block: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Blocks in memory, for tests and simulation. */
export class MemoryBlockStore implements BlockStore {
  readonly #blocks: Uint8Array[] = [];

  get height(): bigint {
    return BigInt(this.#blocks.length);
  }

  read(number: bigint): Uint8Array {
    const block = this.#blocks[Number(number)];
    if (block === undefined) throw new RangeError(`there is no block ${number}`);
    return block;
  }

  append(block: Uint8Array): Promise<void> {
    this.#blocks.push(block);
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
