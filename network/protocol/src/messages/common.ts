/** fabric-protos `common/common.proto`, `google/protobuf/timestamp.proto`. */
import {
  bytes,
  bytesList,
  int32,
  int64,
  message,
  string,
  sub,
  subs,
  uint32,
  uint64,
} from '../wire/schema.js';

/** Header types (`common.HeaderType`). */
export const headerType = {
  message: 0,
  config: 1,
  configUpdate: 2,
  endorserTransaction: 3,
} as const;

/** Slots of a block's metadata (`common.BlockMetadataIndex`). */
export const metadataSlot = {
  signatures: 0,
  lastConfig: 1,
  transactionsFilter: 2,
  orderer: 3,
  commitHash: 4,
} as const;

export const Timestamp = message('google.protobuf.Timestamp', {
  seconds: int64(1),
  nanos: int32(2),
});

export const Envelope = message('common.Envelope', { payload: bytes(1), signature: bytes(2) });
export const Header = message('common.Header', {
  channelHeader: bytes(1),
  signatureHeader: bytes(2),
});
export const Payload = message('common.Payload', { header: sub(1, () => Header), data: bytes(2) });
export const ChannelHeader = message('common.ChannelHeader', {
  type: int32(1),
  version: int32(2),
  timestamp: sub(3, () => Timestamp),
  channelId: string(4),
  txId: string(5),
  epoch: uint64(6),
  extension: bytes(7),
  tlsCertHash: bytes(8),
});
export const SignatureHeader = message('common.SignatureHeader', {
  creator: bytes(1),
  nonce: bytes(2),
});

export const BlockHeader = message('common.BlockHeader', {
  number: uint64(1),
  previousHash: bytes(2),
  dataHash: bytes(3),
});
export const BlockData = message('common.BlockData', { data: bytesList(1) });
export const BlockMetadata = message('common.BlockMetadata', { metadata: bytesList(1) });
export const Block = message('common.Block', {
  header: sub(1, () => BlockHeader),
  data: sub(2, () => BlockData),
  metadata: sub(3, () => BlockMetadata),
});

export const MetadataSignature = message('common.MetadataSignature', {
  signatureHeader: bytes(1),
  signature: bytes(2),
  identifierHeader: bytes(3),
});
export const Metadata = message('common.Metadata', {
  value: bytes(1),
  signatures: subs(2, () => MetadataSignature),
});
export const IdentifierHeader = message('common.IdentifierHeader', {
  identifier: uint32(1),
  nonce: bytes(2),
});
export const LastConfig = message('common.LastConfig', { index: uint64(1) });
export const OrdererBlockMetadata = message('common.OrdererBlockMetadata', {
  lastConfig: sub(1, () => LastConfig),
  consenterMetadata: bytes(2),
});
