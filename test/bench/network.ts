import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { programs, topologyFile } from 'argosy/places';
import { parse, stringify } from 'yaml';

const PORT_BASE = 27_000;

/** Which chaincode the channel runs: Argosy's, or one that does nothing but write one key. */
export type BenchChaincode = 'argosy' | 'put';

/** A whole network of its own for a benchmark, in a folder that is removed afterwards. */
export interface BenchNetwork {
  readonly network: Network;
  /** From the start of the first process to a network that answers. */
  readonly startMilliseconds: number;
  readonly stop: () => Promise<void>;
}

export async function startBenchNetwork(chaincode: BenchChaincode): Promise<BenchNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  const topology = chaincode === 'put' ? putTopology(home) : topologyFile;
  // Identities are made once per network: they are not what is measured.
  await (await start(home, topology)).stop();
  const since = performance.now();
  const { network, stop } = await start(home, topology);
  return {
    network,
    startMilliseconds: performance.now() - since,
    stop: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The starter network with the bare chaincode in place of Argosy's. */
function putTopology(home: string): string {
  const topology = parse(readFileSync(topologyFile, 'utf8')) as Record<string, unknown>;
  const chaincode = {
    name: 'argosy',
    package: join(import.meta.dirname, 'put-chaincode'),
    server: 'server.js',
    probe: { function: 'ready', arguments: [], answer: 'READY' },
  };
  const file = join(home, 'topology.yaml');
  writeFileSync(file, stringify({ ...topology, chaincodes: [chaincode] }));
  return file;
}

async function start(
  home: string,
  topology: string,
): Promise<{ network: Network; stop: () => Promise<void> }> {
  const starting = startNetwork({
    home,
    topologyFile: topology,
    portBase: PORT_BASE,
    devnetProgram: programs.devnet,
    onStep: () => undefined,
    onRestart: ({ name }) => {
      throw new Error(`${name} had to be restarted: the figures would mean nothing`);
    },
    onDeath: (failure) => {
      throw failure;
    },
  });
  return { network: await starting.network, stop: () => starting.stop(3_000) };
}

/** CPU milliseconds that each process of the network has used so far, from /proc. */
export function processorTimes({ processes }: Network): Map<string, number> {
  const times = new Map<string, number>();
  for (const { name, pid } of processes.status()) {
    if (pid === undefined) continue;
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // Fields 14 and 15 of the file, user and system time, in hundredths of a second.
    times.set(name, (Number(fields[11]) + Number(fields[12])) * 10);
  }
  return times;
}
