import { bytes, message, uint64 } from '@argosy/protocol/wire/schema';

/** fabric-protos `common/ledger.proto`: what the system chaincode qscc answers about a channel. */
export const BlockchainInfo = message('common.BlockchainInfo', {
  height: uint64(1),
  currentBlockHash: bytes(2),
  previousBlockHash: bytes(3),
});
