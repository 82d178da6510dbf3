import { headerBytes, headerOf, metadataOf, signedMetadata } from './block.js';
import type { BlockMessage, Header } from './block.js';
import { isBftChannel } from './configuration/capabilities.js';
import { IdentifierHeader, Metadata, SignatureHeader } from './messages/common.js';
import { SerializedIdentity } from './messages/msp.js';
import type { SignedData } from './signed-data.js';
import { decode, encode } from './wire.js';

/** A consenter as the channel configuration names it. */
export interface ConsenterIdentity {
  readonly id: number;
  readonly mspId: string;
  /** PEM of the enrolment certificate. */
  readonly identity: Uint8Array;
}

export interface BlockSigner {
  readonly id: number;
  readonly sign: (message: Uint8Array) => Buffer;
}

/** How many of n consenters must sign a block: ceil((n + f + 1) / 2) where f = floor((n - 1) / 3) may be byzantine. */
export function bftQuorum(consenters: number): number {
  const faulty = Math.floor((consenters - 1) / 3);
  return Math.ceil((consenters + faulty + 1) / 2);
}

/** Sign a block's header and metadata as one consenter of a BFT channel: the identity stands as the consenter's number. */
export function consenterSignature(
  signer: BlockSigner,
  header: Header,
  metadata: { readonly lastConfig: bigint; readonly consenterMetadata: Uint8Array },
  nonce: Uint8Array,
): { identifierHeader: Buffer; signature: Buffer } {
  const identifierHeader = encode(IdentifierHeader, { identifier: signer.id, nonce });
  const value = signedMetadata(metadata.lastConfig, metadata.consenterMetadata);
  const message = Buffer.concat([value, identifierHeader, headerBytes(header)]);
  return { identifierHeader, signature: signer.sign(message) };
}

/** What of a channel's configuration tells how its blocks are signed; a bundle has it. */
export interface BlockSigning {
  readonly channelCapabilities: readonly string[];
  readonly consenters: readonly ConsenterIdentity[];
}

/**
 * The signatures of a block as signed data for the policy `/Channel/Orderer/BlockValidation`, under the configuration before it.
 * Under channel capability V3_0, whatever the way of ordering, a signature without signature header may name its consenter by
 * number; a number that the configuration does not know is left out. Throws on a header that cannot be read.
 */
export function blockSignatures(
  block: BlockMessage,
  { channelCapabilities, consenters }: BlockSigning,
): SignedData[] {
  const numbered = isBftChannel(channelCapabilities);
  if ((block.metadata?.metadata.length ?? 0) === 0)
    throw new TypeError('the block has no metadata');
  const { value, signatures } = decode(Metadata, metadataOf(block, 'signatures'));
  const header = headerBytes(headerOf(block));
  return signatures.flatMap((entry) => {
    const byNumber =
      numbered && entry.signatureHeader.length === 0 && entry.identifierHeader.length > 0;
    const own = byNumber ? entry.identifierHeader : entry.signatureHeader;
    const identity = byNumber
      ? identityByNumber(entry.identifierHeader, consenters)
      : decode(SignatureHeader, entry.signatureHeader).creator;
    if (identity === undefined) return [];
    return [{ identity, signature: entry.signature, message: Buffer.concat([value, own, header]) }];
  });
}

function identityByNumber(
  identifierHeader: Uint8Array,
  consenters: readonly ConsenterIdentity[],
): Buffer | undefined {
  const { identifier } = decode(IdentifierHeader, identifierHeader);
  const consenter = consenters.find(({ id }) => id === identifier);
  if (consenter === undefined) return undefined;
  return encode(SerializedIdentity, { mspid: consenter.mspId, idBytes: consenter.identity });
}
