import { reasonOf } from '@argosy/protocol/reason';
import { dataHash, malformedEntry } from '@argosy/protocol/block';
import type { BlockMessage, Header } from '@argosy/protocol/block';
import { blockSignatures } from '@argosy/protocol/block-signature';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignedData } from '@argosy/protocol/signed-data';
import { BlockRejected } from './verdict.js';

/** What a new block must continue. */
export interface ChainPosition {
  readonly bundle: ChannelBundle;
  readonly height: bigint;
  readonly lastHeaderHash: Uint8Array;
}

/** A block that continues the chain and that enough consenters signed. */
export interface Successor {
  readonly header: Header;
  readonly entries: readonly Uint8Array[];
}

const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';

/** Check a block as a whole. Throws BlockRejected with the reason. */
export function requireSuccessor(block: BlockMessage, chain: ChainPosition): Successor {
  requireFollows(block, chain);
  return requireSound(block, chain.bundle);
}

/** Check that a block is the next one. Throws BlockRejected with the reason. */
export function requireFollows(block: BlockMessage, chain: Omit<ChainPosition, 'bundle'>): void {
  const header = requireHeader(block);
  const fault = chainFault(header, chain);
  if (fault !== undefined) throw new BlockRejected(`block ${header.number}: ${fault}`);
}

/** Check what depends on nothing but the block and the configuration. Throws BlockRejected with the reason. */
export function requireSound(block: BlockMessage, bundle: ChannelBundle): Successor {
  const header = requireHeader(block);
  const entries = block.data?.data ?? [];
  const fault = dataFault(header, entries);
  if (fault !== undefined) throw new BlockRejected(`block ${header.number}: ${fault}`);
  requireSigned(block, bundle);
  return { header, entries };
}

/** Check that enough consenters of the configuration signed a block. Throws BlockRejected with the reason. */
export function requireSigned(block: BlockMessage, bundle: ChannelBundle): void {
  const header = requireHeader(block);
  const signatures = readSignatures(block, header, bundle);
  const result = bundle.policies.evaluate(BLOCK_VALIDATION, signatures);
  if (result.satisfied) return;
  throw new BlockRejected(`block ${header.number}: too few consenters signed it: ${result.reason}`);
}

function requireHeader({ header }: BlockMessage): Header {
  if (header === undefined) throw new BlockRejected('the block has no header');
  return header;
}

function chainFault(
  header: Header,
  { height, lastHeaderHash }: Omit<ChainPosition, 'bundle'>,
): string | undefined {
  if (header.number !== height) return `the next block is ${height}`;
  return Buffer.compare(header.previousHash, lastHeaderHash) === 0
    ? undefined
    : 'it does not follow the last block';
}

function dataFault(header: Header, entries: readonly Uint8Array[]): string | undefined {
  if (!dataHash(entries).equals(header.dataHash))
    return 'the data hash is not that of its transactions';
  return malformedEntry(entries);
}

function readSignatures(block: BlockMessage, header: Header, bundle: ChannelBundle): SignedData[] {
  try {
    return blockSignatures(block, bundle);
  } catch (error) {
    const why = reasonOf(error);
    throw new BlockRejected(`block ${header.number}: its signatures cannot be read: ${why}`);
  }
}
