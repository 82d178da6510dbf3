import { buildBlock, dataHash, type BlockMessage } from '@argosy/protocol/block';
import { bftQuorum, consenterSignature, type BlockSigner } from '@argosy/protocol/block-signature';
import { ViewMetadata } from '@argosy/protocol/messages/configuration';
import { encode } from '@argosy/protocol/wire';

/** What a new block continues. */
export interface ChainEnd {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  /** The block that holds the configuration in force. */
  readonly lastConfig: bigint;
}

const NONCE_BYTES = 24;

/** Make the next block and sign it with as many consenters as the channel asks for: devnet holds all their keys. */
export function makeBlock(
  end: ChainEnd,
  entries: readonly Uint8Array[],
  consenters: readonly BlockSigner[],
  randomBytes: (size: number) => Uint8Array,
): BlockMessage {
  const consenterMetadata = viewMetadata(end.number);
  const { number, previousHash, lastConfig } = end;
  const header = { number, previousHash, dataHash: dataHash(entries) };
  const signatures = consenters
    .slice(0, bftQuorum(consenters.length))
    .map((consenter) =>
      consenterSignature(
        consenter,
        header,
        { lastConfig, consenterMetadata },
        randomBytes(NONCE_BYTES),
      ),
    );
  return buildBlock({ ...end, entries, consenterMetadata }, signatures);
}

/** One decision after the other in the first view: no leader ever changes here. */
function viewMetadata(number: bigint): Buffer {
  return encode(ViewMetadata, { latestSequence: number, decisionsInView: number });
}
