/** How long a network takes from its start to its first committed transaction, the chaincode's start included. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describeIn } from '../network.ts';
import type { BenchPlan } from '../network.ts';
import type { StartTimes } from './child.ts';

/** The first round fills the compile cache, and is not counted. */
const ROUNDS = 11;

const run = promisify(execFile);
const child = fileURLToPath(new URL('child.ts', import.meta.url));

const plans: readonly BenchPlan[] = [
  { profile: 'bench', chaincode: 'put' },
  { profile: 'bench', chaincode: 'argosy' },
  { profile: 'starter', chaincode: 'argosy' },
];

/** Each start in a process of its own, with the flags that the launcher has given this one. Each network anew, keys and all, and then again with what is there; in turns, so that a busy moment meets all alike. */
export async function benchStart(say: (line: string) => void): Promise<void> {
  say('\nMilliseconds from the start: median of ten, and range');
  say('| network | ready | first transaction committed |');
  say('| --- | --: | --: |');
  const rows = new Map<string, StartTimes[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const plan of plans) {
      const home = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
      const description = describeIn(home, plan);
      for (const how of ['all made anew', 'again']) {
        const times = await start(home, plan, description);
        const name = `${plan.profile}, chaincode ${plan.chaincode}, ${how}`;
        if (round > 0) rows.set(name, [...(rows.get(name) ?? []), times]);
      }
      rmSync(home, { recursive: true, force: true });
    }
  }
  for (const [name, times] of rows) {
    const ready = spread(times.map((it) => it.ready));
    say(`| ${name} | ${ready} | ${spread(times.map((it) => it.committed))} |`);
  }
}

async function start(
  home: string,
  { profile, chaincode }: BenchPlan,
  description: string,
): Promise<StartTimes> {
  const args = [child, home, profile, chaincode, description];
  const { stdout } = await run(process.execPath, [...process.execArgv, ...args]);
  return JSON.parse(stdout) as StartTimes;
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b).map((value) => value.toFixed(0));
  return `${sorted[Math.floor(sorted.length / 2)]} (${sorted[0]} to ${sorted.at(-1)})`;
}
