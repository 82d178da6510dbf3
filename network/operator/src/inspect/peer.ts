import { BlockchainInfo, ChannelQueryResponse } from '@argosy/protocol/messages/queries';
import type { Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';
import type { PeerClient } from '../fabric/peer-client.js';
import { ask } from '../fabric/transaction.js';
import type { Invocation } from '../fabric/transaction.js';

/** How far each channel is that a peer has joined. Refuses when it does not answer. */
export async function peerHeights(
  peer: PeerClient,
  administrator: Signer,
): Promise<Readonly<Record<string, number>>> {
  const query = async (invocation: Invocation): Promise<Uint8Array> => {
    const { status, message, payload } = await ask(peer, administrator, invocation);
    if (status !== 200) throw new Error(`${status} ${message}`);
    return payload;
  };
  const joined = await query({
    channel: '',
    chaincode: 'cscc',
    arguments: [Buffer.from('GetChannels')],
  });
  const heights = decode(ChannelQueryResponse, joined).channels.map(async ({ channelId }) => {
    const call = [Buffer.from('GetChainInfo'), Buffer.from(channelId)];
    const info = await query({ channel: channelId, chaincode: 'qscc', arguments: call });
    return [channelId, Number(decode(BlockchainInfo, info).height)] as const;
  });
  return Object.fromEntries(await Promise.all(heights));
}
