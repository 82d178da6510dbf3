import { readFileSync } from 'node:fs';
import { ChannelQueryResponse } from '@argosy/protocol/messages/queries';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import { decode } from '@argosy/protocol/wire';
import { PeerClient } from '../fabric/peer-client.js';
import { ask } from '../fabric/transaction.js';
import { OperatorError } from '../operator-error.js';
import { networkClock } from '../network-clock.js';
import { adminName } from '../pki/plan.js';
import type { RunFolder } from '../run-folder.js';
import type { Joining } from './join-orderers.js';

/** Have each peer join its organisation's channels (`cscc JoinChain`), as its own organisation's administrator. Answers how many
 *  joins there were: whoever has joined before is left alone. */
export async function joinPeers({ topology, engine, folder }: Joining): Promise<number> {
  const now = await networkClock(engine.controls);
  const joins = engine.peers.map(async (address) => {
    const { msp } = address;
    const channels = topology.channels.filter(({ members }) =>
      members.some((it) => it.msp === msp),
    );
    const peer = new PeerClient(address, { now });
    const administrator = administratorOf(folder, msp);
    try {
      const joined = await joinedBy(peer, administrator);
      const missing = channels.filter(({ name }) => !joined.includes(name));
      for (const { name } of missing)
        await join(peer, administrator, { name, block: readFileSync(folder.genesisBlock(name)) });
      return missing.length;
    } finally {
      peer.close();
    }
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

function administratorOf(folder: RunFolder, msp: string): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}
