import { bytes, message, uint64 } from '@argosy/protocol/wire/schema';
import { encode } from '@argosy/protocol/wire';

/** fabric-protos `orderer/etcdraft/metadata.proto`; the numbers stand one after the other in one field. */
const BlockMetadata = message('etcdraft.BlockMetadata', {
  consenterIds: bytes(1),
  nextConsenterId: uint64(2),
  raftIndex: uint64(3),
});

/** The first entries of a Raft log elect a leader and name the consenters. */
const ENTRIES_BEFORE_BLOCKS = 1n;

/** What a consenter of a Raft channel writes into a block: who takes part, and the entry of the log that the block was. */
export function raftMetadata(consenters: number, blockNumber: bigint): Buffer {
  return encode(BlockMetadata, {
    consenterIds: Buffer.from(Array.from({ length: consenters }, (_, i) => varint(i + 1)).flat()),
    nextConsenterId: BigInt(consenters + 1),
    raftIndex: BigInt(consenters) + ENTRIES_BEFORE_BLOCKS + blockNumber,
  });
}

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >>> 7)];
