/** fabric-protos `peer/query.proto` and `common/ledger.proto`: what the system chaincodes answer about channels. */
import { bytes, message, string, subs, uint64 } from '../wire/schema.js';

export const ChannelInfo = message('protos.ChannelInfo', { channelId: string(1) });
export const ChannelQueryResponse = message('protos.ChannelQueryResponse', {
  channels: subs(1, () => ChannelInfo),
});

export const BlockchainInfo = message('common.BlockchainInfo', {
  height: uint64(1),
  currentBlockHash: bytes(2),
  previousBlockHash: bytes(3),
});
