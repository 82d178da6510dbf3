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

/** Deploy the channel's chaincode to its members that have a peer, and wait until it answers through each of these. */
export async function deployToChannel({
  channel,
  engine,
  folder,
  chaincodes,
}: ChannelDeployment): Promise<string> {
  const chaincode = chaincodes.find(({ name }) => name === channel.chaincode);
  if (chaincode === undefined) throw new Error(`no chaincode is named ${channel.chaincode}`);
  const { name, version, probe, package: chaincodePackage } = chaincode;
  const joined = new Set(channel.members.map(({ msp }) => msp));
  const members = engine.peers
    .filter(({ msp }) => joined.has(msp))
    .map((it) => ({
      peer: new PeerClient(it),
      administrator: administrator(folder, it.msp),
    }));
  try {
    const { sequence, transactionId } = await deploy(members, channel.lifecycle.of, {
      channel: channel.name,
      name,
      version,
      package: chaincodePackage,
    });
    const ask = { ...probe, channel: channel.name, chaincode: name };
    await Promise.all(members.map(({ peer, administrator: by }) => awaitAnswer(peer, by, ask)));
    const how = transactionId === undefined ? 'as committed before' : 'now committed';
    return `${name} ${version} on ${channel.name}, ${how} (sequence ${sequence})`;
  } finally {
    members.forEach(({ peer }) => peer.close());
  }
}

function administrator(folder: RunFolder, msp: string): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}
