import { collectionPackage } from './collection-package.js';
import { deploy } from './deploy.js';
import { ensureInstalled } from './deploy-steps.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import type { Member } from './members.js';
import { chaincodesOf } from './ports.js';
import { awaitAnswer } from './ready.js';
import type { Channel, Topology } from './topology/schema.js';

export type NetworkDeployment = {
  readonly topology: Topology;
  readonly chaincodes: readonly DeployedChaincode[];
};

/** Install each chaincode at the peers of the organisations that run it, as far as it is not there. The peers need not have
 *  joined anything. */
export async function installPackages(
  { topology, chaincodes }: NetworkDeployment,
  members: readonly Member[],
): Promise<void> {
  await Promise.all(
    members.flatMap((member) => {
      const names = chaincodesOf(member.msp, topology.channels);
      const packages = chaincodes.filter(({ name }) => names.includes(name));
      return packages.map((it) => ensureInstalled(member, it.package));
    }),
  );
}

/** Define each chaincode on its channels, and wait until it answers through each peer of these that runs it, as far as it is not
 *  done. Answers a sentence for each definition. */
export async function defineChaincodes(
  { topology, chaincodes }: NetworkDeployment,
  members: readonly Member[],
): Promise<readonly string[]> {
  const definitions = topology.channels.flatMap((channel) =>
    channel.chaincodes.map((name) => ({ channel, chaincode: named(chaincodes, name) })),
  );
  return Promise.all(
    definitions.map(({ channel, chaincode }) => define({ topology, channel, chaincode }, members)),
  );
}

type Wanted = {
  readonly topology: Topology;
  readonly channel: Channel;
  readonly chaincode: DeployedChaincode;
};

async function define(
  { topology, channel, chaincode }: Wanted,
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
    collections: collectionPackage(topology, channel, name),
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

function named(chaincodes: readonly DeployedChaincode[], name: string): DeployedChaincode {
  const chaincode = chaincodes.find((it) => it.name === name);
  if (chaincode === undefined) throw new Error(`no chaincode is named ${name}`);
  return chaincode;
}
