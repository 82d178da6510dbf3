import type { Block } from './messages/common.js';
import {
  Envelope,
  Metadata,
  OrdererBlockMetadata,
  LastConfig,
  headerType,
  metadataSlot,
} from './messages/common.js';
import { ChannelHeader, Payload } from './messages/common.js';
import { decode, encode } from './wire.js';
import type { Decoded } from './wire.js';
import { sha256 } from './crypto.js';

export type BlockMessage = Decoded<typeof Block>;

export interface Header {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

const METADATA_SLOTS = 5;

/** The header as it is hashed and signed: DER SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash }. */
export function headerBytes({ number, previousHash, dataHash }: Header): Buffer {
  const content = [tlv(0x02, derInteger(number)), tlv(0x04, previousHash), tlv(0x04, dataHash)];
  return tlv(0x30, Buffer.concat(content));
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const magnitude = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (magnitude[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude;
}

function tlv(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** The block's hash: the `previousHash` of the next one. */
export function headerHash(header: Header): Buffer {
  return sha256(headerBytes(header));
}

/** SHA-256 over the plain concatenation of the entries. The channel's hashing structure value is not used for it. */
export function dataHash(entries: readonly Uint8Array[]): Buffer {
  return entries.length === 0 ? sha256(new Uint8Array(0)) : sha256(...entries);
}

/** A block that an orderer cut, before it is signed. */
export interface NewBlock {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly entries: readonly Uint8Array[];
  /** The number of the block that holds the configuration in force (its own number for a configuration block). */
  readonly lastConfig: bigint;
  readonly consenterMetadata: Uint8Array;
}

/** What the consenters of a block sign, beside each one's own header. */
export function signedMetadata(lastConfig: bigint, consenterMetadata: Uint8Array): Buffer {
  return encode(OrdererBlockMetadata, { lastConfig: { index: lastConfig }, consenterMetadata });
}

/** Put a block together. Slots 2 and 4 (flags, commit hash) are the peer's to fill. */
export function buildBlock(
  block: NewBlock,
  signatures: readonly { identifierHeader: Uint8Array; signature: Uint8Array }[],
): BlockMessage {
  const value = signedMetadata(block.lastConfig, block.consenterMetadata);
  const header = {
    number: block.number,
    previousHash: block.previousHash,
    dataHash: dataHash(block.entries),
  };
  const metadata: Uint8Array[] = Array.from({ length: METADATA_SLOTS }, () => new Uint8Array(0));
  metadata[metadataSlot.signatures] = encode(Metadata, { value, signatures });
  metadata[metadataSlot.lastConfig] = encode(Metadata, {
    value: encode(LastConfig, { index: block.lastConfig }),
  });
  return { header, data: { data: [...block.entries] }, metadata: { metadata } };
}

/** The header of a decoded block. Throws when there is none. */
export function headerOf(block: BlockMessage): Header {
  if (block.header === undefined) throw new TypeError('the block has no header');
  return block.header;
}

/** The content of a metadata slot; empty where the block has none. */
export function metadataOf(block: BlockMessage, slot: keyof typeof metadataSlot): Uint8Array {
  return block.metadata?.metadata[metadataSlot[slot]] ?? new Uint8Array(0);
}

/**
 * Why a peer refuses the block whole because of its entries, or undefined. Every entry must be an envelope with payload and
 * signature in canonical encoding; a single configuration transaction is exempt (Fabric's VerifyTransactionsAreWellFormed).
 */
export function malformedEntry(entries: readonly Uint8Array[]): string | undefined {
  const [first] = entries;
  if (first === undefined) return 'the block has no transactions';
  if (entries.length === 1 && isConfigTransaction(first)) return undefined;
  for (const [index, entry] of entries.entries()) {
    const fault = malformedEnvelope(entry);
    if (fault !== undefined) return `transaction ${index}: ${fault}`;
  }
  return undefined;
}

function malformedEnvelope(entry: Uint8Array): string | undefined {
  try {
    const envelope = decode(Envelope, entry);
    if (envelope.payload.length === 0) return 'the envelope has no payload';
    if (envelope.signature.length === 0) return 'the envelope has no signature';
    return isCanonical(envelope, entry) ? undefined : 'the envelope is not in canonical encoding';
  } catch {
    return 'not an envelope';
  }
}

const PAYLOAD_TAG = 0x0a;

/** Payload, signature, then what is unknown. Without the last, whatever else decodes to the two begins otherwise or is longer. */
function isCanonical(envelope: Decoded<typeof Envelope>, entry: Uint8Array): boolean {
  if (envelope.$unknown !== undefined) return encode(Envelope, envelope).equals(entry);
  const size = ({ length }: Uint8Array): number => 1 + varintSize(length) + length;
  const { payload, signature } = envelope;
  return entry[0] === PAYLOAD_TAG && entry.length === size(payload) + size(signature);
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

/** Whether the entry is an envelope of type CONFIG. */
export function isConfigTransaction(entry: Uint8Array): boolean {
  try {
    const payload = decode(Payload, decode(Envelope, entry).payload);
    return (
      decode(ChannelHeader, payload.header?.channelHeader ?? new Uint8Array(0)).type ===
      headerType.config
    );
  } catch {
    return false;
  }
}
