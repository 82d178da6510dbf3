import { randomBytes } from 'node:crypto';
import { dataHash, headerBytes, signedMetadata } from '@argosy/protocol/block';
import type { BlockMessage, NewBlock } from '@argosy/protocol/block';
import type { MetadataSignature } from '@argosy/protocol/messages/common';
import {
  IdentifierHeader,
  LastConfig,
  Metadata,
  SignatureHeader,
  metadataSlot,
} from '@argosy/protocol/messages/common';
import type { Signer } from '@argosy/protocol/signer';
import { encode } from '@argosy/protocol/wire';
import type { Decoded, Encodable } from '@argosy/protocol/wire';

/** How an orderer signs a block: what is signed is the metadata, the seal's own header and the block's. */
export type Seal = (
  value: Uint8Array,
  header: Uint8Array,
) => Encodable<Decoded<typeof MetadataSignature>>;

/** As the consenter of that number: the configuration says whose certificate that is. */
export const asConsenter =
  (identifier: number, signer: Signer): Seal =>
  (value, header) => {
    const identifierHeader = encode(IdentifierHeader, { identifier, nonce: randomBytes(24) });
    const signature = signer.sign(Buffer.concat([value, identifierHeader, header]));
    return { identifierHeader, signature };
  };

/** With the signer's certificate in the block. */
export const asCreator =
  ({ creator, sign }: Signer): Seal =>
  (value, header) => {
    const signatureHeader = encode(SignatureHeader, { creator, nonce: randomBytes(24) });
    return { signatureHeader, signature: sign(Buffer.concat([value, signatureHeader, header])) };
  };

/** A seal whose signature is one of something else. */
export const spoilt =
  (seal: Seal): Seal =>
  (value, header) => ({
    ...seal(value, header),
    signature: seal(Buffer.from('something else'), header).signature,
  });

/** A block as orderers cut it, with empty slots for what a peer fills in. */
export function sealedBlock(content: NewBlock, seals: readonly Seal[]): BlockMessage {
  const { number, previousHash, entries, lastConfig } = content;
  const header = { number, previousHash, dataHash: dataHash(entries) };
  const value = signedMetadata(lastConfig, content.consenterMetadata);
  const signatures = seals.map((seal) => seal(value, headerBytes(header)));
  const metadata: Uint8Array[] = Object.values(metadataSlot).map(() => Buffer.of());
  metadata[metadataSlot.signatures] = encode(Metadata, { value, signatures });
  metadata[metadataSlot.lastConfig] = encode(Metadata, {
    value: encode(LastConfig, { index: lastConfig }),
  });
  return { header, data: { data: [...entries] }, metadata: { metadata } };
}
