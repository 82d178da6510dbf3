import { readDescription } from '@argosy/operator/description';
import { inspectNetwork } from '@argosy/operator/inspect/inspect';
import type { NetworkReport, NodeReport } from '@argosy/operator/inspect/inspect';
import { networkClock } from '@argosy/operator/network-clock';
import { runFolder } from '@argosy/operator/run-folder';
import { askProcesses } from './desk-client.js';
import type { ProcessReport } from './desk-client.js';
import { residentBytes } from './memory.js';
import type { NetworkRecord } from './record.js';

export type ProcessStatus = ProcessReport & { readonly memoryBytes?: number };

/** What runs from a folder, and how it was found. */
export type NetworkStatus = Pick<
  NetworkRecord,
  'state' | 'profile' | 'engine' | 'portBase' | 'since' | 'pid'
> & {
  readonly home: string;
  readonly about: string;
  /** The network's own time. */
  readonly clock: string;
  readonly isHealthy: boolean;
  readonly nodes: readonly (NodeReport & {
    readonly organisation: string;
    /** The process that runs it. */
    readonly process: string;
  })[];
  readonly processes: readonly ProcessStatus[];
  readonly definitions: NetworkReport['definitions'];
};

/** Ask the process that runs the network, and every node of it. */
export async function gatherStatus(home: string, record: NetworkRecord): Promise<NetworkStatus> {
  const { state, profile, engine, portBase, since, pid } = record;
  const folder = runFolder(home);
  const description = readDescription(folder);
  const known = { state, profile, engine, portBase, since, pid, home };
  const nothing = { isHealthy: false, nodes: [], processes: [], definitions: [] };
  const about = description?.about ?? '';
  if (state !== 'up' || description === undefined)
    return { ...known, about, clock: new Date().toISOString(), ...nothing };
  const [processes, now] = await Promise.all([
    askProcesses(home),
    networkClock(description.controls).catch(() => () => new Date()),
  ]);
  const { nodes, definitions } = await inspectNetwork({ description, folder, now });
  const organisationOf = (msp: string): string =>
    description.organisations.find((it) => it.msp === msp)?.name ?? msp.replace(/MSP$/, '');
  const processOf = (name: string): string =>
    processes.some((it) => it.name === name) ? name : description.engine;
  return {
    ...known,
    about,
    clock: now().toISOString(),
    isHealthy:
      nodes.every(({ isUp }) => isUp) && processes.every((process) => process.state === 'ready'),
    nodes: nodes.map((node) => ({
      ...node,
      organisation: organisationOf(node.msp),
      process: processOf(node.name),
    })),
    processes: processes.map(withMemory),
    definitions,
  };
}

function withMemory(process: ProcessReport): ProcessStatus {
  const memoryBytes = process.pid === undefined ? undefined : residentBytes(process.pid);
  return memoryBytes === undefined ? process : { ...process, memoryBytes };
}
