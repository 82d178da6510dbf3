import type { DevnetConfig } from '@argosy/devnet/config';
import { writeFileAtomically } from '../files.js';
import { chaincodeServerName } from '../pki/plan.js';
import type { DeployedChaincode } from '../deployed-chaincode.js';
import { chaincodesOf } from '../ports.js';
import type { PortPlan } from '../ports.js';
import type { ProcessSpec } from '../process/child.js';
import type { ProcessGroup } from '../process/process-group.js';
import type { RunFolder } from '../run-folder.js';
import type { Organisation, Topology } from '../topology/schema.js';
import { devnetConfig, peerName } from './devnet-config.js';
import type { Engine, PeerAddress } from './engine.js';

export type DevnetPlan = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly chaincodes: readonly DeployedChaincode[];
  readonly processes: ProcessGroup;
  /** The devnet program. */
  readonly program: string;
  readonly devnet?: DevnetChoices;
  /** Serves the chaincode in place of this engine. */
  readonly serveChaincode?: (wanted: readonly ChaincodeService[]) => Promise<void>;
};

/** How the devnet process works, where that is not as usual. */
export type DevnetChoices = Partial<
  Pick<DevnetConfig, 'blockProduction' | 'storage' | 'chaincodeTimeouts'>
>;

/** An organisation's process of a chaincode: what it serves, where, and how it is started. */
export type ChaincodeService = {
  readonly msp: string;
  readonly organisation: string;
  readonly packageId: string;
  readonly process: ProcessSpec;
};

export const devnetDescription = 'devnet: development network, no consensus';

/** The embedded network: one process that speaks Fabric's protocols for all peers and orderers, and beside it
 *  one chaincode process per organisation with a peer, as on real Fabric. */
export function devnetEngine(plan: DevnetPlan): Engine {
  const { topology, folder, ports, processes } = plan;
  const startChaincode = async (): Promise<void> => {
    const wanted = chaincodeServices(plan);
    if (plan.serveChaincode !== undefined) return plan.serveChaincode(wanted);
    await Promise.all(wanted.map((it) => processes.start(it.process, { restart: true })));
  };
  const startNodes = async (): Promise<void> => {
    const config = devnetConfig({ ...plan });
    writeFileAtomically(folder.devnetConfig, `${JSON.stringify(config, undefined, 2)}\n`);
    await processes.start(devnetSpec(plan), { restart: false });
  };
  return {
    name: 'devnet',
    description: devnetDescription,
    peers: topology.organisations.flatMap((organisation) =>
      organisation.peers.map((peer) => peerAddress(organisation, peer, { folder, ports })),
    ),
    authorities: [],
    orderers: [],
    controls: { url: `http://127.0.0.1:${ports.control}`, tokenFile: folder.controlToken },
    startAuthorities: () => Promise.resolve(),
    startChaincode,
    startNodes,
    stop: (graceMilliseconds) => processes.stop(graceMilliseconds),
    status: () => processes.status(),
    restart: (process, graceMilliseconds) => processes.restart(process, graceMilliseconds),
  };
}

function peerAddress(
  organisation: Organisation,
  peer: string,
  { folder, ports }: Pick<DevnetPlan, 'folder' | 'ports'>,
): PeerAddress {
  return {
    msp: organisation.msp,
    name: peerName(organisation, peer),
    endpoint: `localhost:${ports.peerPorts(organisation.msp, peer).grpc}`,
    tlsCa: folder.authority(organisation.msp, 'tls').certificate,
  };
}

const compileCache = (folder: RunFolder): string =>
  process.env.NODE_COMPILE_CACHE ?? folder.compileCache;

const devnetSpec = ({ program, folder }: DevnetPlan): ProcessSpec => ({
  name: 'devnet',
  script: program,
  arguments: [folder.devnetConfig],
  environment: { NODE_COMPILE_CACHE: compileCache(folder) },
  log: folder.log('devnet'),
});

function chaincodeServices(plan: DevnetPlan): ChaincodeService[] {
  const { topology, folder, ports, chaincodes } = plan;
  const ofOrganisation = (msp: string): readonly DeployedChaincode[] => {
    const names = chaincodesOf(msp, topology.channels);
    return chaincodes.filter(({ name }) => names.includes(name));
  };
  return topology.organisations
    .filter(({ peers }) => peers.length > 0)
    .flatMap(({ msp, name }) =>
      ofOrganisation(msp).map((chaincode): ChaincodeService => {
        const processName = `chaincode-${chaincode.name}-${name.toLowerCase()}`;
        const { certificate, key } = folder.identity(msp, chaincodeServerName).tls;
        const process: ProcessSpec = {
          name: processName,
          script: chaincode.script,
          arguments: chaincode.arguments ?? [],
          environment: {
            NODE_COMPILE_CACHE: compileCache(folder),
            CORE_PEER_LOCALMSPID: msp,
            CHAINCODE_ID: chaincode.package.id,
            CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${ports.chaincodePort(msp, chaincode.name)}`,
            CHAINCODE_TLS_CERT_FILE: certificate,
            CHAINCODE_TLS_KEY_FILE: key,
            CHAINCODE_TLS_CLIENT_CACERT_FILE: folder.authority(msp, 'chaincode').certificate,
          },
          log: folder.log(processName),
        };
        return { msp, organisation: name, packageId: chaincode.package.id, process };
      }),
    );
}
