import { headerHash, headerOf } from '@argosy/protocol/block';
import { Block } from '@argosy/protocol/messages/common';
import { validationCode } from '@argosy/protocol/validation-code';
import { decode, encode } from '@argosy/protocol/wire';
import { withMetadata } from './block-metadata.js';
import type { BlockStore } from './block-store.js';
import { RecordDiffers } from './recorded.js';

/** Block 0 is the trust anchor: a peer flags it valid without judging it, and gives it no commit hash. */
export function withGenesisFlags(genesisBlock: Uint8Array): Buffer {
  const block = decode(Block, genesisBlock);
  const flags = Buffer.of(validationCode.VALID);
  return encode(Block, withMetadata(block, { transactionsFilter: flags }));
}

/**
 * Throws when the store begins with another block 0. If asked for the whole of it, throws RecordDiffers when it is not the given one to
 * the last byte.
 */
export function requireGenesis(
  store: BlockStore,
  channelId: string,
  genesisBlock: Uint8Array,
  { whole }: { readonly whole: boolean },
): void {
  requireSameHeader(store, channelId, genesisBlock);
  if (whole && Buffer.compare(store.read(0n), withGenesisFlags(genesisBlock)) !== 0)
    throw new RecordDiffers('block 0: it is not the one that the channel begins with');
}

function requireSameHeader(store: BlockStore, channelId: string, genesisBlock: Uint8Array): void {
  const stored = headerHash(headerOf(decode(Block, store.read(0n))));
  const given = headerHash(headerOf(decode(Block, genesisBlock)));
  if (stored.equals(given)) return;
  throw new Error(
    `channel ${channelId}: the stored ledger begins with block ${stored.toString('hex')}, the configuration with ${given.toString('hex')}: they are different networks`,
  );
}
