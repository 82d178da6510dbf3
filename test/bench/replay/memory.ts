/** Whether memory grows with the ledger: a chain of our own replayed to one, four and sixteen times its length. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeLongChain } from './long-chain.ts';
import type { MemoryUse } from './memory-child.ts';

const LONGEST = 160_000;
const PARTS = [16, 4, 1] as const;
const run = promisify(execFile);

export async function benchMemory(say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  try {
    say('\nMemory against the length of the ledger (database on disk)');
    const blocks = await writeLongChain(join(folder, 'blocks.bin'), LONGEST);
    say('| transactions | transactions/s | MB highest | MB at the end | heap MB | buffers MB |');
    say('| --: | --: | --: | --: | --: | --: |');
    const uses: MemoryUse[] = [];
    for (const part of PARTS) uses.push(await replayed(folder, Math.ceil(blocks / part)));
    for (const use of uses) say(row(use));
    const [short, , long] = uses;
    if (short === undefined || long === undefined) return;
    const alive = ({ heap, buffers }: MemoryUse): number => heap + buffers;
    say('Ratios of sixteen times the ledger to once');
    say(`alive after a collection: ${(alive(long) / alive(short)).toFixed(2)}`);
    say(`highest: ${(long.highest / short.highest).toFixed(2)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function replayed(folder: string, blocks: number): Promise<MemoryUse> {
  const program = fileURLToPath(new URL('memory-child.ts', import.meta.url));
  const target = join(folder, 'replayed');
  const args = ['--expose-gc', program, folder, target, String(blocks)];
  const { stdout } = await run(process.execPath, args);
  rmSync(target, { recursive: true });
  return JSON.parse(stdout) as MemoryUse;
}

function row({ transactions, seconds, highest, atEnd, heap, buffers }: MemoryUse): string {
  const rate = Math.round(transactions / seconds);
  const sizes = [highest, atEnd, heap, buffers].map((megabytes) => megabytes.toFixed(0));
  return `| ${[transactions, rate, ...sizes].join(' | ')} |`;
}
