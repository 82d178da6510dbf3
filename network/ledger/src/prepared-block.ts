import type { BlockMessage } from '@argosy/protocol/block';
import type { ChannelBundle } from '@argosy/protocol/channel-config';
import type { SignatureChecks } from '@argosy/protocol/signature-checks';
import { requireSigned, requireSound } from './successor.js';
import { openTransactions, signatureChecks } from './validator.js';
import type { OpenedTransaction } from './validator.js';
import { BlockRejected } from './verdict.js';

/** A block that was read and whose signatures were verified before its turn came. */
export interface PreparedBlock {
  readonly block: BlockMessage;
  /** The configuration that it was prepared under: under another one it has to be prepared again. */
  readonly bundle: ChannelBundle;
  readonly opened: readonly OpenedTransaction[];
  /** Why it is refused under that configuration, wherever it stands. */
  readonly fault: BlockRejected | undefined;
}

/**
 * Read a block and verify its signatures. Its consenters' come first: nobody else can have this node verify whatever he likes.
 */
export async function prepareBlock(
  block: BlockMessage,
  bundle: ChannelBundle,
  checks: SignatureChecks,
): Promise<PreparedBlock> {
  try {
    const opened = openTransactions(requireSound(block, bundle).entries);
    await checks.prepare(signatureChecks(opened, bundle));
    return { block, bundle, opened, fault: undefined };
  } catch (error) {
    if (!(error instanceof BlockRejected)) throw error;
    return { block, bundle, opened: [], fault: error };
  }
}

/**
 * Prepare a block again, under another configuration. What it says does not depend on that; who its signers are does, but whether
 * a signature of theirs holds is remembered.
 */
export async function prepareAgain(
  prepared: PreparedBlock,
  bundle: ChannelBundle,
  checks: SignatureChecks,
): Promise<PreparedBlock> {
  const { block, opened, fault } = prepared;
  if (fault !== undefined) return prepareBlock(block, bundle, checks);
  try {
    requireSigned(block, bundle);
  } catch (error) {
    if (!(error instanceof BlockRejected)) throw error;
    return { block, bundle, opened: [], fault: error };
  }
  await checks.prepare(signatureChecks(opened, bundle));
  return { block, bundle, opened, fault: undefined };
}
