import { readFileSync } from 'node:fs';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import { deploy } from './deploy.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import type { Engine } from './engine/engine.js';
import { PeerClient } from './fabric/peer-client.js';
import { adminName } from './pki/plan.js';
import { awaitAnswer } from './ready.js';
import type { RunFolder } from './run-folder.js';
import type { Channel } from './topology/schema.js';

export type ChannelDeployment = {
  readonly channel: Channel;
  readonly engine: Engine;
  readonly folder: RunFolder;
  readonly chaincodes: readonly DeployedChaincode[];
};

/** Commit the channel's chaincode at the peers that its lifecycle policy names, and wait until each of them answers. */
export async function deployToChannel({
  channel,
  engine,
  folder,
  chaincodes,
}: ChannelDeployment): Promise<string> {
  const chaincode = chaincodes.find(({ name }) => name === channel.chaincode);
  if (chaincode === undefined) throw new Error(`no chaincode is named ${channel.chaincode}`);
  const { name, version, probe } = chaincode;
  const members = new Set(channel.members.map(({ msp }) => msp));
  const peers = engine.peers.filter(({ msp }) => members.has(msp)).map((it) => new PeerClient(it));
  try {
    const deciding = peers.filter(({ address }) => channel.lifecycle.of.includes(address.msp));
    const by = administrator(folder, deciding[0]?.address.msp ?? '');
    const { sequence, transactionId } = await deploy(deciding, by, {
      channel: channel.name,
      name,
      version,
    });
    const ask = { ...probe, channel: channel.name, chaincode: name };
    await Promise.all(
      peers.map((peer) => awaitAnswer(peer, administrator(folder, peer.address.msp), ask)),
    );
    const how = transactionId === undefined ? 'as committed before' : 'now committed';
    return `${name} ${version} on ${channel.name}, ${how} (sequence ${sequence})`;
  } finally {
    peers.forEach((peer) => peer.close());
  }
}

function administrator(folder: RunFolder, msp: string): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}
