import { readFileSync } from 'node:fs';
import { ChannelQueryResponse } from '@argosy/protocol/messages/queries';
import type { Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';
import type { PeerClient } from '../fabric/peer-client.js';
import { ask } from '../fabric/transaction.js';
import type { Member } from '../members.js';
import { OperatorError } from '../operator-error.js';
import type { Joining } from './join-orderers.js';

/** Have each peer join its organisation's channels (`cscc JoinChain`), as its own organisation's administrator. Answers how many
 *  joins there were: whoever has joined before is left alone. */
export async function joinPeers(
  { topology, folder }: Pick<Joining, 'topology' | 'folder'>,
  members: readonly Member[],
): Promise<number> {
  const joins = members.flatMap(({ msp, peers, administrator }) => {
    const channels = topology.channels.filter((channel) =>
      channel.members.some((it) => it.msp === msp),
    );
    return peers.map(async (peer) => {
      const joined = await joinedBy(peer, administrator);
      const missing = channels.filter(({ name }) => !joined.includes(name));
      for (const { name } of missing)
        await join(peer, administrator, { name, block: readFileSync(folder.genesisBlock(name)) });
      return missing.length;
    });
  });
  return (await Promise.all(joins)).reduce((sum, count) => sum + count, 0);
}

async function join(
  peer: PeerClient,
  administrator: Signer,
  { name, block }: { readonly name: string; readonly block: Uint8Array },
): Promise<void> {
  const { status, message } = await ask(peer, administrator, cscc('JoinChain', block));
  // An earlier call may have been carried out, and its answer lost.
  if (status === 200 || (await joinedBy(peer, administrator)).includes(name)) return;
  throw new OperatorError({
    what: `The peer ${peer.address.name} refused the channel ${name}`,
    why: `It answered ${status}: ${message}.`,
    fix: 'Look at its log in the run folder.',
  });
}

async function joinedBy(peer: PeerClient, administrator: Signer): Promise<readonly string[]> {
  const { status, message, payload } = await ask(peer, administrator, cscc('GetChannels'));
  if (status !== 200)
    throw new OperatorError({
      what: `The peer ${peer.address.name} does not tell its channels`,
      why: `It answered ${status}: ${message}.`,
      fix: 'Look at its log in the run folder.',
    });
  return decode(ChannelQueryResponse, payload).channels.map(({ channelId }) => channelId);
}

/** What concerns the peer alone is asked without a channel. */
const cscc = (name: string, ...rest: readonly Uint8Array[]) => ({
  channel: '',
  chaincode: 'cscc',
  arguments: [Buffer.from(name), ...rest],
});
