/** fabric-protos `ledger/rwset/rwset.proto`, `ledger/rwset/kvrwset/kv_rwset.proto`; and the peer's own `Updates`, the input of the commit hash. */
import {
  bool,
  bytes,
  bytesList,
  int32,
  message,
  oneof,
  string,
  sub,
  subs,
  uint32,
  uint64,
} from '../wire/schema.js';

export const Version = message('kvrwset.Version', { blockNum: uint64(1), txNum: uint64(2) });
export const KVRead = message('kvrwset.KVRead', { key: string(1), version: sub(2, () => Version) });
export const KVWrite = message('kvrwset.KVWrite', {
  key: string(1),
  isDelete: bool(2),
  value: bytes(3),
});
export const KVMetadataEntry = message('kvrwset.KVMetadataEntry', {
  name: string(1),
  value: bytes(2),
});
export const KVMetadataWrite = message('kvrwset.KVMetadataWrite', {
  key: string(1),
  entries: subs(2, () => KVMetadataEntry),
});
export const QueryReads = message('kvrwset.QueryReads', { kvReads: subs(1, () => KVRead) });
export const QueryReadsMerkleSummary = message('kvrwset.QueryReadsMerkleSummary', {
  maxDegree: uint32(1),
  maxLevel: uint32(2),
  maxLevelHashes: bytesList(3),
});
export const RangeQueryInfo = message('kvrwset.RangeQueryInfo', {
  startKey: string(1),
  endKey: string(2),
  itrExhausted: bool(3),
  rawReads: oneof(
    'readsInfo',
    sub(4, () => QueryReads),
  ),
  readsMerkleHashes: oneof(
    'readsInfo',
    sub(5, () => QueryReadsMerkleSummary),
  ),
});
export const KVRWSet = message('kvrwset.KVRWSet', {
  reads: subs(1, () => KVRead),
  rangeQueriesInfo: subs(2, () => RangeQueryInfo),
  writes: subs(3, () => KVWrite),
  metadataWrites: subs(4, () => KVMetadataWrite),
});

export const KVReadHash = message('kvrwset.KVReadHash', {
  keyHash: bytes(1),
  version: sub(2, () => Version),
});
export const KVWriteHash = message('kvrwset.KVWriteHash', {
  keyHash: bytes(1),
  isDelete: bool(2),
  valueHash: bytes(3),
  isPurge: bool(4),
});
export const KVMetadataWriteHash = message('kvrwset.KVMetadataWriteHash', {
  keyHash: bytes(1),
  entries: subs(2, () => KVMetadataEntry),
});
export const HashedRWSet = message('kvrwset.HashedRWSet', {
  hashedReads: subs(1, () => KVReadHash),
  hashedWrites: subs(2, () => KVWriteHash),
  metadataWrites: subs(3, () => KVMetadataWriteHash),
});

export const CollectionHashedReadWriteSet = message('rwset.CollectionHashedReadWriteSet', {
  collectionName: string(1),
  hashedRwset: bytes(2),
  pvtRwsetHash: bytes(3),
});
export const NsReadWriteSet = message('rwset.NsReadWriteSet', {
  namespace: string(1),
  rwset: bytes(2),
  collectionHashedRwset: subs(3, () => CollectionHashedReadWriteSet),
});
export const TxReadWriteSet = message('rwset.TxReadWriteSet', {
  dataModel: int32(1),
  nsRwset: subs(2, () => NsReadWriteSet),
});

/** The clear half of private data: it never stands in a block. */
export const CollectionPvtReadWriteSet = message('rwset.CollectionPvtReadWriteSet', {
  collectionName: string(1),
  rwset: bytes(2),
});
export const NsPvtReadWriteSet = message('rwset.NsPvtReadWriteSet', {
  namespace: string(1),
  collectionPvtRwset: subs(2, () => CollectionPvtReadWriteSet),
});
export const TxPvtReadWriteSet = message('rwset.TxPvtReadWriteSet', {
  dataModel: int32(1),
  nsPvtRwset: subs(2, () => NsPvtReadWriteSet),
});

/** Peer-internal `txmgr.KVWriteProto`, `txmgr.KVWritesBytesProto`: what the commit hash is taken over. */
export const UpdateEntry = message('txmgr.KVWrite', {
  namespace: string(1),
  collection: string(2),
  key: bytes(3),
  isDelete: bool(4),
  value: bytes(5),
  versionBytes: bytes(6),
});
export const UpdateEntries = message('txmgr.Updates', { kvwrites: subs(1, () => UpdateEntry) });
