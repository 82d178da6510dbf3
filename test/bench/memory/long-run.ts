/** Whether what the devnet holds grows with what it has committed: load in equal parts, and after each what is left. */
import { processOf } from '../network.ts';
import type { BenchNetwork } from '../network.ts';
import { openFiles } from './process-memory.ts';
import type { MemoryProbe } from './process-memory.ts';

export interface LongRun {
  /** Transactions of one part, and how many parts. */
  readonly size: number;
  readonly parts: number;
  readonly clients: number;
  readonly operation: (client: number) => Promise<unknown>;
}

/** What one process holds after a part of the load. */
export interface Sample {
  readonly transactions: number;
  readonly perSecond: number;
  /** Megabytes: live objects, what they hold outside the heap, the buffers among that, all that the process has of the system. */
  readonly heap: number;
  readonly outside: number;
  readonly buffers: number;
  readonly resident: number;
  readonly files: number;
  readonly handles: number;
  readonly timers: number;
}

const MEGA = 1024 * 1024;

/** Run the load part by part; a sample of the devnet process before the first and after each. */
export async function* longRun(
  { network }: BenchNetwork,
  probe: MemoryProbe,
  { size, parts, clients, operation }: LongRun,
): AsyncGenerator<Sample> {
  const pid = processOf(network, 'devnet');
  for (let part = 0; part <= parts; part++) {
    const since = performance.now();
    if (part > 0) await perform({ count: size, clients, operation });
    const perSecond = part === 0 ? NaN : (size * 1000) / (performance.now() - since);
    yield { transactions: part * size, perSecond, ...(await heldBy(pid, probe)) };
  }
}

/** Operations of clients that each wait for an answer before they ask again. One that fails ends the run. */
async function perform(load: {
  readonly count: number;
  readonly clients: number;
  readonly operation: (client: number) => Promise<unknown>;
}): Promise<void> {
  let left = load.count;
  const loop = async (client: number): Promise<void> => {
    while (left-- > 0) await load.operation(client);
  };
  await Promise.all(Array.from({ length: load.clients }, (_, client) => loop(client)));
}

async function heldBy(
  pid: number,
  probe: MemoryProbe,
): Promise<Omit<Sample, 'transactions' | 'perSecond'>> {
  const { heapUsed, external, arrayBuffers, rss, resources } = await probe.ask(pid);
  const { Timeout: timers = 0, ...others } = resources;
  return {
    heap: heapUsed / MEGA,
    outside: external / MEGA,
    buffers: arrayBuffers / MEGA,
    resident: rss / MEGA,
    files: openFiles(pid),
    handles: Object.values(others).reduce((sum, count) => sum + count, 0),
    timers,
  };
}

export const sampleHeadings = [
  'transactions',
  'per second',
  'heap MB',
  'outside MB',
  'buffers MB',
  'RSS MB',
  'files',
  'handles',
  'timers',
];

export function sampleCells(sample: Sample): string[] {
  const { transactions, perSecond, heap, outside, buffers, resident } = sample;
  const megabytes = [heap, outside, buffers, resident].map((size) => size.toFixed(1));
  const rate = Number.isNaN(perSecond) ? '' : perSecond.toFixed(0);
  const { files, handles, timers } = sample;
  return [transactions, rate, ...megabytes, files, handles, timers].map(String);
}

/** Bytes by which live objects and buffers grew per transaction over the second half of a run: in the first, caches fill. */
export function growthPerTransaction(samples: readonly Sample[]): number {
  const half = samples[Math.floor((samples.length - 1) / 2)];
  const last = samples.at(-1);
  if (half === undefined || last === undefined || half === last) return NaN;
  const held = ({ heap, buffers }: Sample): number => (heap + buffers) * MEGA;
  return (held(last) - held(half)) / (last.transactions - half.transactions);
}
