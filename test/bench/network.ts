import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { devnetModules } from 'argosy/devnet-program';
import { programs, topologyFile } from 'argosy/places';
import { foundRegisters } from 'argosy/register/found';
import { parse, stringify } from 'yaml';

const PORT_BASE = 27_000;

const repository = resolve(import.meta.dirname, '../..');

/** Which chaincode the channels run: Argosy's, or one that does nothing but write one key. */
export type BenchChaincode = 'argosy' | 'put';

export interface BenchPlan {
  /** A profile of the repository's network description. */
  readonly profile: 'bench' | 'starter';
  readonly chaincode: BenchChaincode;
  /** Whether the devnet and the bare chaincode run in modules, and not in few files: the modules can then be told apart. */
  readonly inModules?: boolean;
}

/** A whole network of its own for a benchmark, in a folder that is removed afterwards. */
export interface BenchNetwork {
  readonly network: Network;
  readonly stop: () => Promise<void>;
}

/** Start a network of which nothing is there yet. */
export async function startBenchNetwork(plan: BenchPlan): Promise<BenchNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  const { network, stop } = await startIn(home, plan);
  if (plan.chaincode === 'argosy') {
    await foundRegisters(network);
  }
  return {
    network,
    stop: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Start a network in a folder, which stays: what is there already is used. Whoever measures the start has described it before. */
export async function startIn(
  home: string,
  plan: BenchPlan,
  description = describeIn(home, plan),
): Promise<BenchNetwork> {
  const starting = startNetwork({
    home,
    topologyFile: description,
    portBase: PORT_BASE,
    devnetProgram: plan.inModules === true ? devnetModules(repository) : programs.devnet,
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

interface Description {
  readonly chaincodes: readonly { readonly name: string; readonly package: string }[];
  readonly profiles: Readonly<Record<string, unknown>>;
}

/** Write the repository's network description with one profile as its only one, and the chaincode that is wanted under the same
 *  name. Answers the file. */
export function describeIn(
  home: string,
  { profile, chaincode, inModules = false }: BenchPlan,
): string {
  const description = parse(readFileSync(topologyFile, 'utf8')) as Description;
  const chaincodes = description.chaincodes.map((own) => ({
    ...own,
    package: resolve(dirname(topologyFile), own.package),
    ...(chaincode === 'put' && { ...put, server: inModules ? 'server.js' : put.server }),
  }));
  const profiles = { starter: description.profiles[profile] };
  const file = join(home, 'topology.yaml');
  writeFileSync(file, stringify({ ...description, chaincodes, profiles }));
  return file;
}

const put = {
  package: join(import.meta.dirname, 'put-chaincode'),
  server: 'dist/bundle/main.cjs',
  probe: { function: 'ready', arguments: [], answer: 'READY' },
};

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

/** CPU milliseconds of the main thread of the devnet: however many cores there are, it has one. */
export function mainThreadTime({ processes }: Network): number {
  const pid = processOf({ processes }, 'devnet');
  return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}

/** The number of a process of the network. */
export function processOf({ processes }: Pick<Network, 'processes'>, name: string): number {
  const pid = processes.status().find((it) => it.name === name)?.pid;
  if (pid === undefined) throw new Error(`the network has no process ${name}`);
  return pid;
}
