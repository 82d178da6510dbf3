/**
 * The network under load, and recorded ledgers judged anew: one run, several arms, their figures and ratios. Figures of different runs or machines are not
 * comparable; the ratios between arms of one run are.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { creditArmNames, creditArms, operationOf, putArmNames, putArms } from './arms.ts';
import type { Bench } from './arms.ts';
import { putBySdk } from './clients.ts';
import { benchContracts } from './contracts/contracts.ts';
import { benchGateway } from './gateway/gateway.ts';
import { growthPerTransaction, longRun, sampleCells, sampleHeadings } from './memory/long-run.ts';
import type { Sample } from './memory/long-run.ts';
import { MemoryProbe } from './memory/process-memory.ts';
import { startBenchNetwork } from './network.ts';
import type { BenchChaincode, BenchNetwork } from './network.ts';
import { benchProfile } from './profile/profile.ts';
import { benchRebuild } from './rebuild/rebuild.ts';
import { benchReplay } from './replay/main.ts';
import { benchMemory } from './replay/memory.ts';
import { sayRatios, sayTable } from './report.ts';
import { benchStart } from './start/start.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '6' },
    only: { type: 'string', default: '' },
    /** Of the run that shows what the devnet's memory does. */
    transactions: { type: 'string', default: '20000' },
  },
});
const seconds = Number(values.seconds);
/** What to measure: by its name alone, or by a pattern. All unless told. */
const only = new RegExp(values.only === '' ? positionals.join('|') : values.only);
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const bench: Bench = { seconds, only, say, rows: [] };

/** Several passes of a recorded ledger; each arm is measured in several rounds. */
const REPLAY_SECONDS = 2;

const MEMORY_CLIENTS = 128;
const MEMORY_PARTS = 8;

async function main(): Promise<void> {
  say(`${availableParallelism()} cores, Node ${process.version}, ${seconds} s per arm`);
  if (only.test('start')) await benchStart(say);
  if (anyOf(putArmNames)) await onNetwork('put', (network) => putArms(bench, network));
  if (anyOf(creditArmNames)) await onNetwork('argosy', (network) => creditArms(bench, network));
  if (bench.rows.length > 0) {
    sayTable(bench.rows, say);
    sayRatios(bench.rows, say);
  }
  if (only.test('gateway'))
    await onNetwork('argosy', (network) => benchGateway(network, { seconds, say }));
  if (only.test('contracts')) await benchContracts(say);
  if (only.test('profile')) await profile();
  if (only.test('memory')) await memory();
  if (only.test('rebuild')) await benchRebuild(say);
  if (only.test('replay')) await benchReplay(say, Math.min(seconds, REPLAY_SECONDS));
  if (only.test('replay, memory')) await benchMemory(say);
}

const anyOf = (names: readonly string[]): boolean => names.some((name) => only.test(name));

async function onNetwork(
  chaincode: BenchChaincode,
  work: (network: BenchNetwork) => Promise<void>,
): Promise<void> {
  const started = await startBenchNetwork({ profile: 'bench', chaincode });
  try {
    await work(started);
  } finally {
    await started.stop();
  }
}

const profile = (): Promise<void> =>
  benchProfile(
    {
      seconds: 2 * seconds,
      start: () => startBenchNetwork({ profile: 'bench', chaincode: 'put', inModules: true }),
      operation: (started) => operationOf(started, 'native', putBySdk).run,
    },
    say,
  );

/** What the devnet process holds while it commits transactions. */
async function memory(): Promise<void> {
  const probe = new MemoryProbe();
  try {
    await onNetwork('put', async (started) => {
      say(`\nThe devnet process after ${values.transactions} transactions and each eighth of them`);
      say(`| ${sampleHeadings.join(' | ')} |`);
      say(`| ${sampleHeadings.map(() => '--:').join(' | ')} |`);
      const { run, close } = operationOf(started, 'native', putBySdk);
      const size = Math.ceil(Number(values.transactions) / MEMORY_PARTS);
      const load = { size, parts: MEMORY_PARTS, clients: MEMORY_CLIENTS, operation: run };
      const samples: Sample[] = [];
      for await (const sample of longRun(started, probe, load)) {
        samples.push(sample);
        say(`| ${sampleCells(sample).join(' | ')} |`);
      }
      close();
      const bytes = growthPerTransaction(samples);
      say(`alive, bytes more per transaction in the second half: ${bytes.toFixed(1)}`);
    });
  } finally {
    probe.close();
  }
}

await main();
