import { availableParallelism } from 'node:os';
import type { DevnetConfig } from '@argosy/devnet/config';
import { writeFileAtomically } from '../files.js';
import type { DeployedChaincode } from '../deployed-chaincode.js';
import type { ProcessSpec } from '../process/child.js';
import type { Begun, ProcessGroup } from '../process/process-group.js';
import { someAtOnce } from '../process/some-at-once.js';
import type { RunFolder } from '../run-folder.js';
import { authorityAddresses, ordererAddresses, peerAddresses } from './addresses.js';
import { chaincodeServices } from './chaincode-services.js';
import type { ChaincodeService } from './chaincode-services.js';
import { devnetConfig } from './devnet-config.js';
import type { ConfigPlan } from './devnet-config.js';
import type { Engine } from './engine.js';

export type { ChaincodeService } from './chaincode-services.js';

export type DevnetPlan = ConfigPlan & {
  readonly chaincodes: readonly DeployedChaincode[];
  readonly processes: ProcessGroup;
  /** Its process, from `wakeDevnet`. */
  readonly awake: Begun;
  /** Serves the chaincode in place of this engine. */
  readonly serveChaincode?: (wanted: readonly ChaincodeService[]) => Promise<void>;
};

/** How the devnet process works, where that is not as usual. */
export type DevnetChoices = Partial<
  Pick<DevnetConfig, 'blockProduction' | 'storage' | 'chaincodeTimeouts'>
>;

export const devnetDescription = 'devnet: development network, no consensus';

/** The embedded network: one process that speaks Fabric's protocols for all authorities, peers and orderers, and beside it
 *  one chaincode process per organisation with a peer, as on real Fabric. */
export function devnetEngine(plan: DevnetPlan): Engine {
  const { processes, awake } = plan;
  let isConfigured = false;
  const begin = (): Begun => {
    if (!isConfigured) configure(plan);
    isConfigured = true;
    return awake;
  };
  return {
    name: 'devnet',
    description: devnetDescription,
    authorities: authorityAddresses(plan),
    peers: peerAddresses(plan),
    orderers: ordererAddresses(plan),
    controls: {
      url: `http://127.0.0.1:${plan.ports.control}`,
      tokenFile: plan.folder.controlToken,
    },
    startAuthorities: async () => {
      await begin().said('authorities');
    },
    startChaincode: async () => {
      const wanted = chaincodeServices(plan);
      if (plan.serveChaincode !== undefined) return plan.serveChaincode(wanted);
      await someAtOnce(wanted, coresForChaincode(), (it) =>
        processes.start(it.process, { restart: true }),
      );
    },
    startNodes: async () => {
      const begun = begin();
      begun.tell('nodes');
      await begun.ready;
    },
    stop: (graceMilliseconds) => processes.stop(graceMilliseconds),
    status: () => processes.status(),
    restart: (process, graceMilliseconds) => processes.restart(process, graceMilliseconds),
  };
}

/** Processes that load their modules all at once would hold up the nodes, for whose sake they are there. */
const coresForChaincode = (): number => Math.max(1, availableParallelism() - 1);

function configure(plan: DevnetPlan): void {
  const config = `${JSON.stringify(devnetConfig(plan), undefined, 2)}\n`;
  writeFileAtomically(plan.folder.devnetConfig, config);
  plan.awake.tell('configuration');
}

export type Waking = {
  readonly folder: RunFolder;
  readonly processes: ProcessGroup;
  /** The devnet program. */
  readonly program: string;
};

/** Start the devnet process; it waits for its configuration. What it will be is meanwhile read and prepared. */
export const wakeDevnet = (waking: Waking): Begun =>
  waking.processes.begin(devnetSpec(waking), { restart: false });

const devnetSpec = ({ program, folder }: Waking): ProcessSpec => ({
  name: 'devnet',
  script: program,
  arguments: [folder.devnetConfig, '--step-by-step'],
  environment: {
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? folder.compileCache,
    // It trusts whom its configuration names, and nobody else whom the machine does: reading these takes some milliseconds.
    NODE_EXTRA_CA_CERTS: '',
  },
  log: folder.log('devnet'),
});
