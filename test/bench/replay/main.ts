/** How fast recorded ledgers are judged anew, as a part of what all cores could verify if they did nothing else. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ParallelVerifier } from '@argosy/ledger/verification/parallel-verifier';
import { decodeAll, replayInMemory, replayOnDisk, verifyAll, verifyOneByOne } from './arms.ts';
import { nodeCeiling, opensslCeiling } from './ceiling.ts';
import { checksOf, readChain } from './chain.ts';
import type { Chain } from './chain.ts';

const ROUNDS = 5;
const LEDGER = 'a-raft-mixed';

interface Arm {
  readonly name: string;
  /** Returns how many signatures it verified. */
  readonly pass: () => Promise<number> | number;
  /** What has to be done between passes; it is not measured. */
  readonly after?: () => void;
}

type Say = (line: string) => void;

/** What one arm or ceiling came to in each round. */
type Rates = Map<string, number[]>;

/** Measure the arms round by round, the ceilings in each: the machine may be faster in one minute than in the next. */
export async function benchReplay(say: Say, seconds: number): Promise<void> {
  const cores = availableParallelism();
  const folder = fileURLToPath(new URL(`../../fixtures/ledgers/${LEDGER}`, import.meta.url));
  const chain = await readChain(folder);
  const checks = checksOf(chain.blocks);
  const verifier = new ParallelVerifier();
  const pool = new ParallelVerifier({ threads: 0 });
  const { blocks, transactions, signatures, blockSignatures } = chain;
  say(
    `\nReplay of ${LEDGER}: ${blocks.length} blocks, ${transactions} transactions, ${signatures} signatures of members of its first configuration in them and ${blockSignatures} on blocks; ${verifier.threads} threads`,
  );
  const target = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  const arms: readonly Arm[] = [
    { name: 'decode only', pass: () => decodeAll(chain) },
    { name: 'verify only, one by one', pass: () => verifyOneByOne(checks) },
    { name: "verify only, Node's thread pool", pass: () => verifyAll(checks, pool) },
    { name: 'verify only, own threads', pass: () => verifyAll(checks, verifier) },
    { name: 'replay, all in memory', pass: () => replayInMemory(chain, verifier) },
    {
      name: 'replay, all on disk',
      pass: () => replayOnDisk(chain, verifier, target),
      after: () => rmSync(target, { recursive: true }),
    },
  ];
  const passes: Rates = new Map();
  const ceilings: Rates = new Map();
  const verified = new Map<string, number>();
  for (const { name, pass, after } of arms) {
    const since = performance.now();
    verified.set(name, await pass());
    say(`first pass of ${name}: ${whole(performance.now() - since)} ms`);
    after?.();
  }
  for (let round = 0; round < ROUNDS; round++) {
    const native = opensslCeiling(cores, 2);
    if (native !== undefined) note(ceilings, 'openssl', native);
    note(ceilings, 'node', await nodeCeiling(checks, { cores, seconds: 2 }));
    for (const arm of arms) note(passes, arm.name, await passesPerSecond(arm, seconds));
  }
  await Promise.all([verifier.close(), pool.close()]);
  print(say, { verified, passes, ceilings, chain });
}

async function passesPerSecond({ pass, after }: Arm, seconds: number): Promise<number> {
  let spent = 0;
  let passes = 0;
  for (; spent < seconds * 1000; passes++) {
    const since = performance.now();
    await pass();
    spent += performance.now() - since;
    after?.();
  }
  return (passes * 1000) / spent;
}

function note(rates: Rates, name: string, rate: number): void {
  rates.set(name, [...(rates.get(name) ?? []), rate]);
}

interface Results {
  readonly verified: ReadonlyMap<string, number>;
  readonly passes: Rates;
  readonly ceilings: Rates;
  readonly chain: Chain;
}

function print(say: Say, { verified, passes, ceilings, chain }: Results): void {
  for (const [name, rates] of ceilings)
    say(
      `${name} ceiling, all cores: ${whole(median(rates))} verifications/s (${rates.map(whole).join(', ')})`,
    );
  const names = [...ceilings.keys()];
  say(
    `\n| arm | blocks/s | transactions/s | signatures/s | ${names.map((it) => `of ${it} ceiling`).join(' | ')} |`,
  );
  say(`| --- | --: | --: | --: |${names.map(() => ' --: |').join('')}`);
  for (const [name, signatures] of verified) {
    const rates = passes.get(name) ?? [];
    const rate = median(rates);
    const cells = [
      name,
      whole(rate * chain.blocks.length),
      whole(rate * chain.transactions),
      signatures === 0 ? '-' : whole(rate * signatures),
      ...names.map((ceiling) => ratio(rates, signatures, ceilings.get(ceiling) ?? [])),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
}

/** Median and range of the rounds' ratios. */
function ratio(rates: readonly number[], signatures: number, ceiling: readonly number[]): string {
  if (signatures === 0) return '-';
  const ratios = rates.map((rate, round) => (rate * signatures) / (ceiling[round] ?? NaN));
  const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
  return `${median(ratios).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
