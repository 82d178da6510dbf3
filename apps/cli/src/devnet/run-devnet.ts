import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startNetwork } from '@argosy/operator/network';
import type { Network, Starting } from '@argosy/operator/network';
import { programs } from '../places.js';
import type { Lifetime } from '../run/lifetime.js';
import type { ChaincodeFolder } from './chaincode-folder.js';
import { describeUp } from './describe-up.js';
import type { Tell, Up } from './happenings.js';
import { initialise } from './initialise.js';
import { layoutNetwork } from './layout-network.js';
import type { DevnetPlan } from './options.js';
import { samplesPorts } from './samples-ports.js';
import { temporaryFolder } from './temporary-folder.js';
import { folderChaincode, testNetwork } from './test-network.js';
import { watchLoop } from './watch-loop.js';
import { WatchedChaincode } from './watched-chaincode.js';
import { writeLayout } from './write-layout.js';
import type { WrittenLayout } from './write-layout.js';

export type RunOptions = {
  readonly folder: ChaincodeFolder;
  readonly plan: DevnetPlan;
  /** Keys and ledger are kept here; without it they end with the network. */
  readonly data: string | undefined;
  readonly layout: string | undefined;
  readonly watch: boolean;
  readonly tell: Tell;
  readonly lifetime: Lifetime;
};

/** A devnet that is being started, or up. */
export type RunningDevnet = {
  readonly up: Promise<Omit<Up, 'watched' | 'milliseconds'>>;
  stop(): Promise<void>;
};

const runner = fileURLToPath(new URL('./chaincode-runner.js', import.meta.url));
const graceMilliseconds = 3_000;

/** Bring up the network of Fabric's samples with the chaincode of a folder. */
export function runDevnet(options: RunOptions): RunningDevnet {
  const { folder, data, watch, tell } = options;
  const home = data ?? temporaryFolder();
  const prepared = Promise.withResolvers<Network>();
  prepared.promise.catch(() => undefined);
  const watched = watch ? new WatchedChaincode(folder.path, prepared.promise) : undefined;
  const starting = begin(options, home, watched);
  starting.prepared.then(prepared.resolve, prepared.reject);
  const ending: (() => unknown)[] = [];
  const bringUp = async (): Promise<Omit<Up, 'watched' | 'milliseconds'>> => {
    const network = await starting.network;
    const layout = writeLayout(options.layout ?? home, layoutNetwork(network));
    ending.push(() => leaveLayout(layout, options));
    await initialise(network, options.plan);
    if (watched !== undefined) {
      const source = watchLoop(folder, { chaincode: watched, tell });
      ending.push(() => source.close());
    }
    return describeUp(network, { plan: options.plan, organizations: layout.folder });
  };
  return {
    up: bringUp(),
    stop: async () => {
      await Promise.all(ending.splice(0).map((end) => end()));
      watched?.close();
      await starting.stop(graceMilliseconds);
      if (data === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

function begin(
  { folder, plan, data, tell, lifetime }: RunOptions,
  home: string,
  watched: WatchedChaincode | undefined,
): Starting {
  const { name, channel, organisations, choices, production: blockProduction } = plan;
  const topology = testNetwork({ organisations, channel, chaincode: name });
  return startNetwork({
    given: {
      topology,
      chaincodes: [folderChaincode(folder, { name, runner, choices })],
      ports: samplesPorts(topology, plan.portBase),
      devnet: { blockProduction, ...(data === undefined ? { storage: 'memory' } : {}) },
      ...(watched === undefined ? {} : { serveChaincode: watched.serve }),
    },
    home,
    devnetProgram: programs.devnet,
    onStep: (step) => tell({ event: 'step', ...step }),
    onDeath: lifetime.fail,
    onRestart: ({ name: process, how }) => tell({ event: 'restart', process, how }),
  });
}

/** Material of a network that is kept stays where applications look for it. */
function leaveLayout(layout: WrittenLayout, { data }: RunOptions): void {
  if (data === undefined) layout.remove();
}
