import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startNetwork } from '@argosy/operator/network';
import type { Network } from '@argosy/operator/network';
import { programs, topologyFile } from 'argosy/places';

const PORT_BASE = 27_000;

/** A whole network of its own for a benchmark, in a folder that is removed afterwards. */
export interface BenchNetwork {
  readonly network: Network;
  /** From the start of the first process to a network that answers. */
  readonly startMilliseconds: number;
  readonly stop: () => Promise<void>;
}

export async function startBenchNetwork(): Promise<BenchNetwork> {
  const home = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  // Identities are made once per network: they are not what is measured.
  await (await start(home)).stop();
  const since = performance.now();
  const { network, stop } = await start(home);
  const startMilliseconds = performance.now() - since;
  return {
    network,
    startMilliseconds,
    stop: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function start(home: string): Promise<{ network: Network; stop: () => Promise<void> }> {
  const starting = startNetwork({
    home,
    topologyFile,
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
