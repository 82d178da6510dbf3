import { blockSignatures } from '@argosy/protocol/block-signature';
import { Block } from '@argosy/protocol/messages/common';
import { decode } from '@argosy/protocol/wire';
import type { Channel } from '../src/channel.js';

/** How many consenters signed a stored block, and whether that is enough for the channel. */
export function verifySignatures(
  { bundle, ledger }: Channel,
  number: bigint,
): { signatures: number; satisfied: boolean } {
  const signed = blockSignatures(decode(Block, ledger.block(number)), bundle);
  const { satisfied } = bundle.policies.evaluate('/Channel/Orderer/BlockValidation', signed);
  return { signatures: signed.length, satisfied };
}
