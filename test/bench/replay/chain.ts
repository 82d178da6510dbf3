import { delimitedMessages } from '@argosy/ledger/replay/delimited';
import { recordedFile } from '@argosy/ledger/replay/recorded-file';
import type { RecordedFile } from '@argosy/ledger/replay/recorded-file';
import { signatureChecks, openTransactions } from '@argosy/ledger/validator';
import { metadataOf } from '@argosy/protocol/block';
import { ChannelBundle } from '@argosy/protocol/channel-config';
import { Block, Metadata } from '@argosy/protocol/messages/common';
import type { SignatureCheck } from '@argosy/protocol/signature-checks';
import { decode } from '@argosy/protocol/wire';

/** A chain as a peer committed it, in memory, so that no arm pays for reading the file. */
export interface Chain {
  readonly blocks: readonly Uint8Array[];
  readonly transactions: number;
  /** Signatures of clients and endorsers. */
  readonly signatures: number;
  /** Of orderers, on the blocks. */
  readonly blockSignatures: number;
}

export function blocksFile(folder: string): RecordedFile {
  const file = recordedFile(folder, 'blocks.bin');
  if (file === undefined) throw new Error(`${folder} holds no blocks`);
  return file;
}

export async function readChain(folder: string): Promise<Chain> {
  const blocks: Uint8Array[] = [];
  for await (const { bytes } of delimitedMessages(blocksFile(folder))) blocks.push(bytes);
  let transactions = 0;
  let blockSignatures = 0;
  for (const bytes of blocks) {
    const block = decode(Block, bytes);
    transactions += block.data?.data.length ?? 0;
    if (block.header?.number !== 0n)
      blockSignatures += decode(Metadata, metadataOf(block, 'signatures')).signatures.length;
  }
  return { blocks, transactions, blockSignatures, signatures: checksOf(blocks).length };
}

/** What the signatures of a chain are verified with; those that nobody of block 0 made are left out. */
export function checksOf(blocks: readonly Uint8Array[]): SignatureCheck[] {
  const [genesis] = blocks;
  if (genesis === undefined) throw new Error('the chain is empty');
  const bundle = ChannelBundle.fromBlock(genesis);
  return blocks
    .slice(1)
    .flatMap((bytes) =>
      signatureChecks(openTransactions(decode(Block, bytes).data?.data ?? []), bundle),
    );
}
