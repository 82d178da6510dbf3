import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { systemAmbient } from '@argosy/devnet/ambient';
import { Clock } from '@argosy/devnet/controls/clock';
import { bringUp } from './bring-up.js';
import type { Step } from './bring-up.js';
import { deployedChaincode } from './deployed-chaincode.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { devnetEngine, wakeDevnet } from './engine/devnet.js';
import type { DevnetChoices } from './engine/devnet.js';
import type { ChaincodeService } from './engine/chaincode-services.js';
import type { Engine } from './engine/engine.js';
import type { OperatorError } from './operator-error.js';
import { planPorts } from './ports.js';
import type { PortPlan } from './ports.js';
import type { Death } from './process/child.js';
import { clearLeftOvers } from './process/left-over.js';
import { lockRunFolder } from './process/lock.js';
import { requireFreePorts } from './process/port-holder.js';
import { ProcessGroup } from './process/process-group.js';
import { runFolder } from './run-folder.js';
import type { RunFolder } from './run-folder.js';
import { readTopology } from './topology/read.js';
import type { Topology } from './topology/schema.js';

export type { Step } from './bring-up.js';

/** A network that is described in a file, on ports counted from a base. */
export type DescribedNetwork = {
  readonly topologyFile: string;
  /** One of the file's profiles; `starter` unless said. */
  readonly profile?: string;
  readonly portBase: number;
};

/** A network that is given as data. */
export type GivenNetwork = {
  readonly topology: Topology;
  readonly chaincodes: readonly DeployedChaincode[];
  readonly ports: PortPlan;
  readonly devnet?: DevnetChoices;
  /** Serves the chaincode in place of the engine: it is told where each organisation's is wanted, and with which keys. */
  readonly serveChaincode?: (wanted: readonly ChaincodeService[]) => Promise<void>;
};

export type NetworkOptions = (DescribedNetwork | { readonly given: GivenNetwork }) & {
  readonly home: string;
  /** The devnet program. */
  readonly devnetProgram: string;
  /** Called after each step, with what it did. */
  readonly onStep: (step: Step) => void;
  /** A process died for good: the network has to be stopped. */
  readonly onDeath: (failure: OperatorError) => void;
  readonly onRestart: (death: Death) => void;
};

/** A network that runs. */
export type Network = {
  readonly topology: Topology;
  readonly folder: RunFolder;
  readonly ports: PortPlan;
  readonly engine: Engine;
  readonly processes: ProcessGroup;
};

/** A start that can be ended at any moment, also before it is complete. */
export type Starting = {
  /** The run folder is ours. */
  readonly locked: Promise<void>;
  /** Keys, channels and ports are there, and the processes are being started. */
  readonly prepared: Promise<Network>;
  /** Every peer answers for its chaincode. */
  readonly network: Promise<Network>;
  stop(graceMilliseconds: number): Promise<void>;
};

/** Start the network of a topology in a run folder: what is missing is made, what is there is used. */
export function startNetwork(options: NetworkOptions): Starting {
  const folder = runFolder(resolve(options.home));
  const processes = new ProcessGroup({ ...options, record: folder.processes });
  let release = (): Promise<void> => Promise.resolve();
  const locked = async (): Promise<Network> => {
    const lock = await lockRunFolder(folder.home);
    release = () => lock.release();
    held.resolve(undefined);
    return start(options, { folder, processes, onPrepared: prepared.resolve });
  };
  const prepared = Promise.withResolvers<Network>();
  const held = Promise.withResolvers<undefined>();
  const network = locked();
  network.catch(prepared.reject);
  network.catch(held.reject);
  for (const { promise } of [prepared, held]) promise.catch(() => undefined);
  const stop = async (graceMilliseconds: number): Promise<void> => {
    await processes.stop(graceMilliseconds);
    await release();
  };
  return { locked: held.promise, prepared: prepared.promise, network, stop };
}

type Means = {
  readonly folder: RunFolder;
  readonly processes: ProcessGroup;
  readonly onPrepared: (network: Network) => void;
};

async function start(
  options: NetworkOptions,
  { folder, processes, onPrepared }: Means,
): Promise<Network> {
  const hadLeftOvers = await clearLeftOvers(folder.processes);
  // It takes as long to start as the description takes to be read.
  const awake = wakeDevnet({ folder, processes, program: options.devnetProgram });
  const { chaincodes, ...described } = await describedNetwork(options, hadLeftOvers).catch(
    async (failure: unknown) => {
      await processes.stop(leastGrace);
      throw failure;
    },
  );
  const engine = devnetEngine({ ...described, chaincodes, folder, processes, awake });
  const { topology, ports } = described;
  const network = { topology, folder, ports, engine, processes };
  await bringUp({
    ...network,
    chaincodes,
    now: await clockOf(folder),
    onStep: options.onStep,
    onPrepared: () => {
      onPrepared(network);
    },
  });
  return network;
}

/** What is to run. Refuses a wrong description, and ports that are taken. */
async function describedNetwork(
  options: NetworkOptions,
  hadLeftOvers: boolean,
): Promise<GivenNetwork> {
  const given = 'given' in options ? options.given : readNetwork(options);
  await requirePorts(given.ports, hadLeftOvers);
  return given;
}

/** How long a process that has not begun its work may take to end. */
const leastGrace = 500;

/** The ports of processes that have just ended are free a moment later. */
async function requirePorts({ listeners }: PortPlan, hadLeftOvers: boolean): Promise<void> {
  const until = performance.now() + (hadLeftOvers ? 3_000 : 0);
  for (;;) {
    try {
      await requireFreePorts(listeners);
      return;
    } catch (taken) {
      if (performance.now() >= until) throw taken;
      await delay(50);
    }
  }
}

/** The network's clock: that of a development network may have been moved. */
async function clockOf({ devnet }: RunFolder): Promise<() => Date> {
  const clock = await Clock.open(devnet, systemAmbient);
  return () => new Date(clock.now());
}

function readNetwork({ topologyFile, profile, portBase }: DescribedNetwork): GivenNetwork {
  const topology = readTopology(topologyFile, profile);
  const chaincodes = topology.chaincodes.map((it) => deployedChaincode(it, topologyFile));
  return { topology, chaincodes, ports: planPorts(topology, portBase) };
}
