import { Block } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';
import type { CommittedBlock } from './committed-block.js';
import type { Ledger } from './ledger.js';
import type { PreparedBlock } from './prepared-block.js';

export interface PipelineOptions {
  /** Blocks of about so many bytes are read and verified ahead of the one that is committed. */
  readonly lookAheadBytes?: number;
}

/** Some hundred transactions keep the cores busy while one block waits for the disk; more would only make garbage live longer. */
const LOOK_AHEAD_BYTES = 1024 * 1024;

interface BlockAhead {
  readonly prepared: Promise<PreparedBlock>;
  readonly bytes: number;
}

/**
 * Commit the blocks of a chain that is there already, in their order, and verify the following ones meanwhile. Blocks after a
 * change of the configuration do not wait for it: most signers stay who they were, and the ledger looks them up again when the
 * turn of the block comes. Yields each block once it is committed.
 * Throws what reading, preparing or committing a block throws, when all blocks before it are committed.
 */
export async function* commitAhead(
  ledger: Pick<Ledger, 'prepare' | 'commitPrepared'>,
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { lookAheadBytes = LOOK_AHEAD_BYTES }: PipelineOptions = {},
): AsyncGenerator<CommittedBlock, undefined> {
  const window = new Window(ahead(ledger, blocks), lookAheadBytes);
  try {
    for (;;) {
      const next = await window.next();
      if (next === undefined) return undefined;
      yield await ledger.commitPrepared(await next.prepared);
    }
  } finally {
    await window.close();
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The blocks that were read and are not yet asked for. */
class Window {
  readonly #blocks: BlockAhead[] = [];
  #bytes = 0;
  #ended = false;

  constructor(
    private readonly source: AsyncGenerator<BlockAhead, undefined>,
    private readonly limit: number,
  ) {}

  /**
   * The next block, with others under way behind it; undefined at the end. Reads on when half of the window is used: signatures
   * that are handed over together cost less.
   */
  async next(): Promise<BlockAhead | undefined> {
    if (this.#blocks.length === 0) await this.#fill();
    const first = this.#blocks.shift();
    if (first === undefined) return undefined;
    this.#bytes -= first.bytes;
    if (this.#bytes <= this.limit / 2) await this.#fill();
    return first;
  }

  async close(): Promise<void> {
    await this.source.return(undefined);
  }

  async #fill(): Promise<void> {
    let sinceTurn = 0;
    while (!this.#ended && !this.#isFull()) {
      const { value } = await this.source.next();
      if (value === undefined) this.#ended = true;
      else {
        this.#blocks.push(value);
        this.#bytes += value.bytes;
        sinceTurn += value.bytes;
      }
      // What was read is handed to threads when the event loop turns; judging the blocks that are ready would put that off.
      if (this.#ended || this.#isFull() || sinceTurn >= this.limit / 4) {
        await turn();
        sinceTurn = 0;
      }
    }
  }

  /** One block fits always, whatever its size. */
  #isFull(): boolean {
    return this.#blocks.length > 0 && this.#bytes >= this.limit;
  }
}

/** The blocks as they come, each being prepared. What the source throws is the outcome of one last block. */
async function* ahead(
  ledger: Pick<Ledger, 'prepare'>,
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<BlockAhead, undefined> {
  try {
    for await (const bytes of blocks) {
      const block = decode(Block, bytes);
      const prepared = handled(ledger.prepare(block));
      yield { prepared, bytes: bytes.length };
    }
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(reasonOf(error));
    const prepared = handled(Promise.reject<PreparedBlock>(fault));
    yield { prepared, bytes: 0 };
  }
  return undefined;
}

/** A block whose turn never comes must not end the process by what is wrong with it. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
