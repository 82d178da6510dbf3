/**
 * The network under load: one run, several arms, their figures and ratios. Figures of different runs or machines are not
 * comparable; the ratios between arms of one run are.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startGateway } from 'argosy/gateway/start';
import { applyBySdk, restApplicant, sdkClients } from './clients.ts';
import { measure } from './load.ts';
import type { Measurement } from './load.ts';
import { processorTimes, startBenchNetwork } from './network.ts';
import type { BenchNetwork } from './network.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, only: { type: 'string', default: '' } },
});
const seconds = Number(values.seconds);
/** Arms whose names do not match are left out. */
const only = new RegExp(values.only);

interface Arm {
  readonly name: string;
  readonly clients: number;
  readonly operation: (client: number) => Promise<unknown>;
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const rows: { readonly name: string; readonly measured: Measurement }[] = [];

async function runArm(bench: BenchNetwork, { name, clients, operation }: Arm): Promise<void> {
  if (!only.test(name)) return;
  const measured = await measure({
    clients,
    seconds,
    warmUpSeconds: 2,
    operation,
    processorTimes: () => processorTimes(bench.network),
  });
  rows.push({ name, measured });
  const { perSecond, p50, p95, processor, failures } = measured;
  const cpu = [...processor].map(([who, ms]) => `${who} ${ms.toFixed(2)}`).join(', ');
  say(
    `${name}, ${clients} clients: ${perSecond.toFixed(0)}/s, p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms; CPU ms each: ${cpu}`,
  );
  for (const [why, count] of failures) say(`  ${count} failed: ${why}`);
}

async function main(): Promise<void> {
  say(`${availableParallelism()} cores, Node ${process.version}, ${seconds} s per arm`);
  const bench = await startBenchNetwork();
  try {
    say(`network ready after ${bench.startMilliseconds.toFixed(0)} ms`);
    await allArms(bench);
  } finally {
    await bench.stop();
  }
  printTable();
  printRatios();
}

async function allArms(bench: BenchNetwork): Promise<void> {
  await sdkArms(bench);
  // Only now: beside the SDK's arms the gateway would index every block and use the same processors.
  if (!only.test('REST')) return;
  const { url } = await startGateway(bench.network);
  const operation = await restApplicant(url);
  for (const clients of [1, 32, 128]) await runArm(bench, { name: 'REST', clients, operation });
}

async function sdkArms(bench: BenchNetwork): Promise<void> {
  const native = sdkClients(bench.network, 'native');
  const slow = sdkClients(bench.network, 'sdk');
  const since = performance.now();
  await applyBySdk(pick(native.contracts, 0));
  say(`first transaction: ${(performance.now() - since).toFixed(0)} ms`);
  const apply = (client: number): Promise<void> => applyBySdk(pick(native.contracts, client));
  for (const clients of (process.env['C'] ?? '1,32,128').split(',').map(Number)) {
    await runArm(bench, { name: 'SDK', clients, operation: apply });
  }
  const applySlowly = (client: number): Promise<void> => applyBySdk(pick(slow.contracts, client));
  await runArm(bench, { name: 'SDK, its own signer', clients: 32, operation: applySlowly });
  const query = async (client: number): Promise<unknown> =>
    pick(native.contracts, client).evaluateTransaction('credit:Get', 'NONE').catch(expectRefusal);
  await runArm(bench, { name: 'SDK, query', clients: 32, operation: query });
  native.close();
  slow.close();
}

function pick<T>(items: readonly T[], client: number): T {
  const item = items[client % items.length];
  if (item === undefined) throw new Error('the network has no peer');
  return item;
}

/** The query asks for a credit that does not exist: the refusal is the answer. */
function expectRefusal(error: unknown): void {
  if (JSON.stringify(error).includes('CREDIT_NOT_FOUND')) return;
  throw error;
}

function printTable(): void {
  say(
    '\n| arm | clients | per second | p50 ms | p95 ms | CPU ms: devnet | chaincodes | gateway | clients |',
  );
  say('| --- | --: | --: | --: | --: | --: | --: | --: | --: |');
  for (const { name, measured } of rows) {
    const cpu = (match: (who: string) => boolean): string =>
      [...measured.processor].reduce((sum, [who, ms]) => sum + (match(who) ? ms : 0), 0).toFixed(2);
    const cells = [
      name,
      measured.clients,
      measured.perSecond.toFixed(0),
      measured.p50.toFixed(1),
      measured.p95.toFixed(1),
      cpu((who) => who === 'devnet'),
      cpu((who) => who.startsWith('chaincode')),
      cpu((who) => who === 'gateway'),
      cpu((who) => who === 'clients'),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
}

function printRatios(): void {
  const rate = (name: string, clients: number): number =>
    rows.find((row) => row.name === name && row.measured.clients === clients)?.measured.perSecond ??
    NaN;
  const ratio = (what: string, a: number, b: number): void => {
    say(`${what}: ${(a / b).toFixed(2)}`);
  };
  say('\nRatios of this run');
  ratio('128 clients to 1, SDK', rate('SDK', 128), rate('SDK', 1));
  ratio("native signer to the SDK's, 32 clients", rate('SDK', 32), rate('SDK, its own signer', 32));
  ratio('query to transaction, 32 clients', rate('SDK, query', 32), rate('SDK', 32));
  ratio('REST to SDK, 32 clients', rate('REST', 32), rate('SDK', 32));
}

await main();
