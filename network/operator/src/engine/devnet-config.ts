import type { DevnetConfig } from '@argosy/devnet/config';
import { chaincodeClientName, consenterName } from '../pki/plan.js';
import { portOf } from '../ports.js';
import type { PortPlan } from '../ports.js';
import type { RunFolder } from '../run-folder.js';
import type { Organisation, Topology } from '../topology/schema.js';
import type { DeployedChaincode } from '../deployed-chaincode.js';

type Plan = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly chaincodes: readonly DeployedChaincode[];
};

/** The configuration file of the devnet process. */
export function devnetConfig({ topology, folder, ports, chaincodes }: Plan): DevnetConfig {
  return {
    dataDir: folder.devnet,
    channels: topology.channels.map(({ name }) => ({
      name,
      genesisBlock: folder.genesisBlock(name),
    })),
    peers: topology.organisations.flatMap((organisation) =>
      organisation.peers.map((peer) => ({
        msp: organisation.msp,
        name: peerName(organisation, peer),
        endpoint: `localhost:${portOf(ports.peer, organisation.msp)}`,
        ...folder.identity(organisation.msp, peer),
        chaincodes: chaincodes.map(({ packageId }) =>
          chaincodeLink(organisation, { folder, ports, packageId }),
        ),
      })),
    ),
    consenters: topology.orderers.map(({ msp }, index) => {
      const { certificate, key } = folder.identity(msp, consenterName);
      return { msp, id: index + 1, certificate, key };
    }),
    blockProduction: { mode: 'instant' },
  };
}

export const peerName = ({ domain }: Organisation, peer: string): string =>
  `${peer}.${domain.replace(/\.test$/, '')}`;

function chaincodeLink(
  { msp }: Organisation,
  { folder, ports, packageId }: Pick<Plan, 'folder' | 'ports'> & { readonly packageId: string },
) {
  return {
    packageId,
    address: `localhost:${portOf(ports.chaincode, msp)}`,
    tls: {
      ca: folder.authority(msp, 'chaincode').certificate,
      ...folder.identity(msp, chaincodeClientName).tls,
    },
  };
}
