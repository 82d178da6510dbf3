/**
 * The network under load, and recorded ledgers judged anew: one run, several arms, their figures and ratios. Figures of different runs or machines are not
 * comparable; the ratios between arms of one run are.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startGateway } from 'argosy/gateway/start';
import { applyBySdk, putBySdk, restApplicant, sdkClients } from './clients.ts';
import { measure } from './load.ts';
import type { Measurement } from './load.ts';
import { benchReplay } from './replay/main.ts';
import { benchMemory } from './replay/memory.ts';
import { processorTimes, startBenchNetwork } from './network.ts';
import type { BenchChaincode, BenchNetwork } from './network.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '6' }, only: { type: 'string', default: '' } },
});
const seconds = Number(values.seconds);
/** Arms whose names do not match are left out. */
const only = new RegExp(values.only);

const creditNames = ['SDK, credit', 'SDK, its own signer', 'SDK, query', 'REST, credit'];

/** Several passes of a recorded ledger; each arm is measured in several rounds. */
const REPLAY_SECONDS = 2;

/** Clients of an arm. */
const loads = [1, 32, 128];

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
  if (anyOf(['SDK, one put'])) await onNetwork('put', putArms);
  if (anyOf(creditNames)) await onNetwork('argosy', creditArms);
  if (rows.length > 0) {
    printTable();
    printRatios();
  }
  if (only.test('replay')) await benchReplay(say, Math.min(seconds, REPLAY_SECONDS));
  if (only.test('replay, memory')) await benchMemory(say);
}

const anyOf = (names: readonly string[]): boolean => names.some((name) => only.test(name));

async function onNetwork(
  chaincode: BenchChaincode,
  arms: (bench: BenchNetwork) => Promise<void>,
): Promise<void> {
  const bench = await startBenchNetwork(chaincode);
  try {
    say(`network with chaincode ${chaincode} ready after ${bench.startMilliseconds.toFixed(0)} ms`);
    await arms(bench);
  } finally {
    await bench.stop();
  }
}

/** The network alone: what a transaction costs whose chaincode does nothing. */
async function putArms(bench: BenchNetwork): Promise<void> {
  const clients = sdkClients(bench.network, 'native');
  const put = (client: number): Promise<void> => putBySdk(pick(clients.contracts, client));
  await first(put);
  await warmUp(bench, put);
  for (const count of loads)
    await runArm(bench, { name: 'SDK, one put', clients: count, operation: put });
  clients.close();
}

async function creditArms(bench: BenchNetwork): Promise<void> {
  const native = sdkClients(bench.network, 'native');
  const slow = sdkClients(bench.network, 'sdk');
  const apply = (client: number): Promise<void> => applyBySdk(pick(native.contracts, client));
  const applySlowly = (client: number): Promise<void> => applyBySdk(pick(slow.contracts, client));
  const query = async (client: number): Promise<unknown> =>
    pick(native.contracts, client).evaluateTransaction('credit:Get', 'NONE').catch(expectRefusal);
  await first(apply);
  await warmUp(bench, apply);
  for (const count of loads)
    await runArm(bench, { name: 'SDK, credit', clients: count, operation: apply });
  await runArm(bench, { name: 'SDK, its own signer', clients: 32, operation: applySlowly });
  await runArm(bench, { name: 'SDK, query', clients: 32, operation: query });
  native.close();
  slow.close();
  // Only now: beside the SDK's arms the gateway would index every block and use the same processors.
  if (only.test('REST')) await restArms(bench);
}

async function restArms(bench: BenchNetwork): Promise<void> {
  const { url } = await startGateway(bench.network);
  const operation = await restApplicant(url);
  await warmUp(bench, operation);
  for (const count of loads)
    await runArm(bench, { name: 'REST, credit', clients: count, operation });
}

async function first(operation: Arm['operation']): Promise<void> {
  const since = performance.now();
  await operation(0);
  say(`first transaction: ${(performance.now() - since).toFixed(0)} ms`);
}

/** The code of all processes is compiled while it is hot: none of the arms should pay for that. */
async function warmUp({ network }: BenchNetwork, operation: Arm['operation']): Promise<void> {
  const times = (): Map<string, number> => processorTimes(network);
  await measure({ clients: 32, seconds, warmUpSeconds: 0, operation, processorTimes: times });
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
    // An arm that was left out has no rate.
    if (!Number.isNaN(a / b)) say(`${what}: ${(a / b).toFixed(2)}`);
  };
  say('\nRatios of this run');
  ratio('one put to a credit, 32 clients', rate('SDK, one put', 32), rate('SDK, credit', 32));
  ratio('128 clients to 1, credit', rate('SDK, credit', 128), rate('SDK, credit', 1));
  ratio(
    "native signer to the SDK's, 32 clients",
    rate('SDK, credit', 32),
    rate('SDK, its own signer', 32),
  );
  ratio('query to transaction, 32 clients', rate('SDK, query', 32), rate('SDK, credit', 32));
  ratio('REST to SDK, 32 clients', rate('REST, credit', 32), rate('SDK, credit', 32));
}

await main();
