/** Which parts of the network the processors work for, at 128 clients. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure } from '../load.ts';
import type { BenchNetwork } from '../network.ts';
import { scriptOf, shares } from './shares.ts';

export interface ProfiledLoad {
  readonly seconds: number;
  readonly start: () => Promise<BenchNetwork>;
  readonly operation: (bench: BenchNetwork) => (client: number) => Promise<unknown>;
}

const CLIENTS = 128;

/** What is less is left out. */
const LEAST = 0.01;

const programs = [
  { name: 'devnet', script: /devnet\/dist\/main\.js$/ },
  { name: 'a chaincode process', script: /(put-chaincode|contracts\/dist)\/server\.js$/ },
] as const;

/** Start a network whose processes sample themselves, load it, stop it, and say what the samples show. */
export async function benchProfile(load: ProfiledLoad, say: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-profile-'));
  const options = process.env['NODE_OPTIONS'] ?? '';
  process.env['NODE_OPTIONS'] = `${options} --cpu-prof --cpu-prof-dir=${folder}`;
  try {
    const bench = await load.start().finally(() => {
      process.env['NODE_OPTIONS'] = options;
    });
    const operation = load.operation(bench);
    const { seconds } = load;
    const processorTimes = (): Map<string, number> => new Map();
    await measure({ clients: CLIENTS, seconds, warmUpSeconds: 0, operation, processorTimes });
    await bench.stop();
    for (const { name, script } of programs) sayShares(folder, { name, script }, say);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sayShares(
  folder: string,
  { name, script }: (typeof programs)[number],
  say: (line: string) => void,
): void {
  const files = readdirSync(folder).map((file) => join(folder, file));
  const file = files.find((it) => scriptOf(it, [script]) !== undefined);
  if (file === undefined) throw new Error(`${name} has left no profile`);
  say(`\n| ${name}, ${CLIENTS} clients | share |`);
  say('| --- | --: |');
  for (const [part, share] of shares(file))
    if (share >= LEAST) say(`| ${part} | ${(share * 100).toFixed(0)} % |`);
}
