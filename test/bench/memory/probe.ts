/**
 * Loaded into each process of a network whose memory is measured: on SIGUSR2 it collects garbage and writes what is left into a
 * file of the folder that ARGOSY_BENCH_PROBE names.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ProcessMemory } from './process-memory.ts';

/** Finalizers of the first collection let go of what only the second can collect. */
const COLLECTIONS = 3;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function collected(): Promise<ProcessMemory> {
  for (let i = 0; i < COLLECTIONS; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external, arrayBuffers, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  return { heapUsed, external, arrayBuffers, rss, resources };
}

process.on('SIGUSR2', () => {
  const file = join(process.env['ARGOSY_BENCH_PROBE'] ?? '.', `${process.pid}.json`);
  void collected().then((memory) => {
    writeFileSync(`${file}.part`, JSON.stringify(memory));
    renameSync(`${file}.part`, file);
  });
});
