import { resolve } from 'node:path';
import { ensureChannels } from './channel.js';
import { deployNetwork } from './deploy-network.js';
import { deployedChaincode } from './deployed-chaincode.js';
import type { DeployedChaincode } from './deployed-chaincode.js';
import { writeDescription } from './description.js';
import { devnetEngine } from './engine/devnet.js';
import type { ChaincodeService, DevnetChoices } from './engine/devnet.js';
import type { Engine } from './engine/engine.js';
import type { OperatorError } from './operator-error.js';
import { ensureMaterial } from './pki/material.js';
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

export type Step = {
  readonly step: 'material' | 'network' | 'chaincode';
  readonly detail: string;
  readonly milliseconds: number;
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
    return bringUp(options, { folder, processes, onPrepared: prepared.resolve });
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

async function bringUp(
  options: NetworkOptions,
  { folder, processes, onPrepared }: Means,
): Promise<Network> {
  const report = stepReporter(options.onStep);
  const given = 'given' in options ? options.given : readNetwork(options);
  const { topology, chaincodes, ports } = given;
  await clearLeftOvers(folder.processes);
  await requireFreePorts(ports.listeners);
  const now = new Date();
  const { made } = await ensureMaterial(topology, folder, now);
  const channels = ensureChannels({ topology, folder, ports }, now);
  report('material', describeMaterial({ topology, made, channels }));
  const engine = devnetEngine({ ...given, folder, processes, program: options.devnetProgram });
  writeDescription({ engine, topology, folder, ports, chaincodes });
  const network = { topology, folder, ports, engine, processes };
  // The chaincode takes longest to start, so it goes first; it waits for its peer's call.
  const started = Promise.all([engine.startChaincode(), engine.startNodes()]);
  onPrepared(network);
  await started;
  report('network', engine.peers.map(({ name, endpoint }) => `${name} on ${endpoint}`).join(', '));
  const deployed = await deployNetwork({ topology, engine, folder, chaincodes });
  report('chaincode', deployed.join(', '));
  return network;
}

function readNetwork({ topologyFile, profile, portBase }: DescribedNetwork): GivenNetwork {
  const topology = readTopology(topologyFile, profile);
  const chaincodes = topology.chaincodes.map((it) => deployedChaincode(it, topologyFile));
  return { topology, chaincodes, ports: planPorts(topology, portBase) };
}

function stepReporter(onStep: NetworkOptions['onStep']) {
  let since = performance.now();
  return (step: Step['step'], detail: string): void => {
    const now = performance.now();
    onStep({ step, detail, milliseconds: now - since });
    since = now;
  };
}

function describeMaterial(of: {
  readonly topology: Topology;
  readonly made: boolean;
  readonly channels: readonly string[];
}): string {
  const { organisations, orderers } = of.topology;
  const identities = of.made
    ? `keys and certificates made for ${organisations.length} organisations and ${orderers.length} orderers`
    : 'keys and certificates as made before';
  return of.channels.length === 0
    ? identities
    : `${identities}; new channel ${of.channels.join(', ')}`;
}
