import type { DeployedChaincode } from './deployed-chaincode.js';
import type { Engine } from './engine/engine.js';
import { writeFileAtomically } from './files.js';
import type { PortPlan } from './ports.js';
import type { RunFolder } from './run-folder.js';
import type { Topology } from './topology/schema.js';

/** What other programs may want to know of this network. */
export function writeDescription(of: {
  readonly engine: Engine;
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly chaincodes: readonly DeployedChaincode[];
}): void {
  const description = {
    engine: of.engine.description,
    portBase: of.ports.base,
    peers: of.engine.peers,
    channels: of.topology.channels.map(({ name }) => ({
      name,
      genesisBlock: of.folder.genesisBlock(name),
    })),
    chaincodes: of.chaincodes.map(({ name, version, package: { id } }) => ({
      name,
      version,
      packageId: id,
    })),
  };
  writeFileAtomically(of.folder.network, `${JSON.stringify(description, undefined, 2)}\n`);
}
