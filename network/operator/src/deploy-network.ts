import { readFileSync } from 'node:fs';
import { pemSigner } from '@argosy/protocol/signer';
import type { Signer } from '@argosy/protocol/signer';
import { deploy } from './deploy.js';
import { ensureInstalled } from './deploy-steps.js';
import type { Member } from './deploy-steps.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import type { Engine } from './engine/engine.js';
import { PeerClient } from './fabric/peer-client.js';
import { networkClock } from './network-clock.js';
import { adminName } from './pki/plan.js';
import { chaincodesOf } from './ports.js';
import { awaitAnswer } from './ready.js';
import type { RunFolder } from './run-folder.js';
import type { Channel, Topology } from './topology/schema.js';

export type NetworkDeployment = {
  readonly topology: Topology;
  readonly engine: Engine;
  readonly folder: RunFolder;
  readonly chaincodes: readonly DeployedChaincode[];
};

/** Install each chaincode at the peers of the organisations that run it, define it on its channels, and wait until it answers
 *  through each of these peers, as far as it is not done. Answers a sentence for each definition. */
export async function deployNetwork(deployment: NetworkDeployment): Promise<readonly string[]> {
  const { topology, chaincodes } = deployment;
  const members = membersOf(deployment, await networkClock(deployment.engine.controls));
  try {
    await Promise.all(
      members.flatMap((member) => {
        const names = chaincodesOf(member.msp, topology.channels);
        const packages = chaincodes.filter(({ name }) => names.includes(name));
        return packages.map((it) => ensureInstalled(member, it.package));
      }),
    );
    const definitions = topology.channels.flatMap((channel) =>
      channel.chaincodes.map((name) => ({ channel, chaincode: named(chaincodes, name) })),
    );
    return await Promise.all(
      definitions.map(({ channel, chaincode }) => define(channel, chaincode, members)),
    );
  } finally {
    members.forEach(({ peers }) => {
      peers.forEach((peer) => {
        peer.close();
      });
    });
  }
}

async function define(
  channel: Channel,
  chaincode: DeployedChaincode,
  everybody: readonly Member[],
): Promise<string> {
  const { name, version, probe, package: chaincodePackage, definition } = chaincode;
  const joined = new Set(channel.members.map(({ msp }) => msp));
  const members = everybody.filter(({ msp }) => joined.has(msp));
  const { sequence, transactionId } = await deploy(members, channel.lifecycle.of, {
    channel: channel.name,
    name,
    version,
    package: chaincodePackage,
    ...definition,
  });
  const ask = { ...probe, channel: channel.name, chaincode: name };
  await Promise.all(
    members.flatMap(({ peers, administrator }) =>
      peers.map((peer) => awaitAnswer(peer, administrator, ask)),
    ),
  );
  const how = transactionId === undefined ? 'as committed before' : 'now committed';
  return `${name} ${version} on ${channel.name}, ${how} (sequence ${sequence})`;
}

function membersOf(
  { topology, engine, folder }: NetworkDeployment,
  now: () => Date,
): readonly Member[] {
  return topology.organisations.flatMap(({ msp }): Member[] => {
    const peers = engine.peers
      .filter((it) => it.msp === msp)
      .map((it) => new PeerClient(it, { now }));
    return peers.length === 0 ? [] : [{ msp, peers, administrator: administrator(folder, msp) }];
  });
}

function named(chaincodes: readonly DeployedChaincode[], name: string): DeployedChaincode {
  const chaincode = chaincodes.find((it) => it.name === name);
  if (chaincode === undefined) throw new Error(`no chaincode is named ${name}`);
  return chaincode;
}

function administrator(folder: RunFolder, msp: string): Signer {
  const { certificate, key } = folder.identity(msp, adminName);
  return pemSigner(msp, readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'));
}
