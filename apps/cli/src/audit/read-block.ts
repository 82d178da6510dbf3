import { BlockRejected } from '@argosy/ledger/verdict';
import { headerHash, headerOf } from '@argosy/protocol/block';
import type { BlockMessage } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { reasonOf } from '@argosy/protocol/reason';
import { decode } from '@argosy/protocol/wire';

/** Throws BlockRejected where there is none. */
export function readBlock(bytes: Uint8Array): BlockMessage {
  try {
    const block = decode(Block, bytes);
    headerOf(block);
    return block;
  } catch (error) {
    throw new BlockRejected(`it cannot be read: ${reasonOf(error)}`);
  }
}

/** The hash of a block's header. */
export const hashOf = (bytes: Uint8Array): string =>
  headerHash(headerOf(readBlock(bytes))).toString('hex');

/** Header and transactions of a block; its metadata is each peer's own. */
export function contentOf(bytes: Uint8Array): Buffer {
  const block = readBlock(bytes);
  return Buffer.concat([headerHash(headerOf(block)), ...(block.data?.data ?? [])]);
}
