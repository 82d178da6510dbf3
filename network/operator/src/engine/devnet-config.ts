import type { DevnetConfig } from '@argosy/devnet/config';
import type { DevnetChoices } from './devnet.js';
import { chaincodeClientName, consenterName } from '../pki/plan.js';
import { addressValue } from '../package.js';
import { chaincodesOf } from '../ports.js';
import type { PortPlan } from '../ports.js';
import type { RunFolder } from '../run-folder.js';
import type { Organisation, Topology } from '../topology/schema.js';

type Plan = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly devnet?: DevnetChoices;
};

/** The configuration file of the devnet process. */
export function devnetConfig({ topology, folder, ports, devnet }: Plan): DevnetConfig {
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
        endpoint: `localhost:${ports.peerPorts(organisation.msp, peer).grpc}`,
        ...folder.identity(organisation.msp, peer),
        packageValues: chaincodeLink(organisation, { topology, folder, ports }),
      })),
    ),
    consenters: topology.orderers.map(({ msp }, index) => {
      const endpoint = `localhost:${ports.ordererPorts(msp).grpc}`;
      return { msp, id: index + 1, endpoint, ...folder.identity(msp, consenterName) };
    }),
    blockProduction: { mode: 'instant' },
    control: { endpoint: `127.0.0.1:${ports.control}`, tokenFile: folder.controlToken },
    ...devnet,
  };
}

export const peerName = ({ domain }: Organisation, peer: string): string =>
  `${peer}.${domain.replace(/\.test$/, '')}`;

/** What an organisation's peer fills into a package: where its own chaincode serves, and with which keys the two meet. */
function chaincodeLink({ msp }: Organisation, { topology, folder, ports }: Plan) {
  const { certificate, key } = folder.identity(msp, chaincodeClientName).tls;
  return {
    ...Object.fromEntries(
      chaincodesOf(msp, topology.channels).map((name) => [
        addressValue(name),
        `localhost:${ports.chaincodePort(msp, name)}`,
      ]),
    ),
    root_cert: { file: folder.authority(msp, 'chaincode').certificate },
    client_cert: { file: certificate },
    client_key: { file: key },
  };
}
