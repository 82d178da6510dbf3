import { headerOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';
import type { BlockRecord } from './compare-block.js';
import { delimitedMessages } from './delimited.js';
import type { DelimitedMessage } from './delimited.js';
import { RecordFault } from './record-fault.js';
import { recordedBlocks } from './recorded-block.js';
import type { RecordedBlock } from './recorded-block.js';
import type { RecordedFolder } from './recorded-folder.js';

/** A recorded block as the file has it. */
export type FiledBlock = BlockRecord & { readonly bytes: Uint8Array };

/** Reads a folder's blocks, each with what expected.json says of it, one after the other. */
export class BlockRecords {
  readonly #folder: RecordedFolder;
  readonly #messages: AsyncGenerator<DelimitedMessage, undefined>;
  readonly #expected: AsyncGenerator<RecordedBlock, undefined> | undefined;

  constructor(folder: RecordedFolder) {
    const expected = folder.companions['expected.json'];
    this.#folder = folder;
    this.#messages = delimitedMessages(folder.blocks);
    this.#expected = expected && recordedBlocks(expected);
  }

  /** The next block; undefined after the last. Throws RecordFault. */
  async next(): Promise<FiledBlock | undefined> {
    const message = (await this.#messages.next()).value;
    if (message === undefined) return undefined;
    const file = this.#folder.blocks.name;
    const block = readBlock(file, message);
    return { block, bytes: message.bytes, file, expected: await this.nextExpected() };
  }

  /** What expected.json says of the block that comes next; undefined when it says no more. */
  async nextExpected(): Promise<BlockRecord['expected']> {
    const block = (await this.#expected?.next())?.value;
    const file = this.#folder.companions['expected.json']?.name;
    return block === undefined || file === undefined ? undefined : { block, file };
  }

  /** Let go of the files. */
  async close(): Promise<void> {
    await Promise.all([this.#messages.return(undefined), this.#expected?.return(undefined)]);
  }
}

/** Throws RecordFault unless a channel can begin with this block. */
export function requireBeginning({ block, bytes, file }: FiledBlock): void {
  const { number } = headerOf(block);
  if (number !== 0n) throw new RecordFault(file, 0, `block ${number} stands here, and not block 0`);
  try {
    ChannelBundle.fromBlock(bytes);
  } catch (error) {
    throw new RecordFault(file, 0, `no channel begins with this block: ${reasonOf(error)}`);
  }
}

function readBlock(file: string, { bytes, offset }: DelimitedMessage): BlockMessage {
  try {
    const block = decode(Block, bytes);
    headerOf(block);
    return block;
  } catch (error) {
    throw new RecordFault(file, offset, `no block stands here: ${reasonOf(error)}`);
  }
}
