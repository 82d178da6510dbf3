import type { BlockMessage } from '@argosy/protocol/block';
import { metadataSlot } from '@argosy/protocol/messages/common';

const SLOTS = Object.keys(metadataSlot).length;

/** The block with some of its metadata replaced, and a slot for each kind: who made it may have left some out. */
export function withMetadata(
  block: BlockMessage,
  replaced: Readonly<Partial<Record<keyof typeof metadataSlot, Uint8Array>>>,
): BlockMessage {
  const metadata: Uint8Array[] = [...(block.metadata?.metadata ?? [])];
  while (metadata.length < SLOTS) metadata.push(new Uint8Array(0));
  const { transactionsFilter, commitHash } = replaced;
  if (transactionsFilter !== undefined)
    metadata[metadataSlot.transactionsFilter] = transactionsFilter;
  if (commitHash !== undefined) metadata[metadataSlot.commitHash] = commitHash;
  return { ...block, metadata: { metadata } };
}
