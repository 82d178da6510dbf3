/** What is measured on a running network: each arm is one kind of request at one number of clients. */
import { startGateway } from 'argosy/gateway/start';
import {
  applyBySdk,
  evaluateBySdk,
  putBySdk,
  queryBySdk,
  restApplicant,
  sdkClients,
} from './clients.ts';
import type { SignerKind } from './clients.ts';
import { measure } from './load.ts';
import { mainThreadTime, processorTimes } from './network.ts';
import type { BenchNetwork } from './network.ts';
import type { Row } from './report.ts';

export interface Bench {
  readonly seconds: number;
  /** Arms whose names do not match are left out. */
  readonly only: RegExp;
  readonly say: (line: string) => void;
  readonly rows: Row[];
}

type Operation = (client: number) => Promise<unknown>;

/** Clients of an arm. */
const loads = [1, 32, 128];

const WARM_UP_SECONDS = 2;

export const putArmNames = [
  'SDK, one put',
  "SDK's signer, one put",
  'SDK, evaluate',
  "SDK's signer, evaluate",
];

export const creditArmNames = ['SDK, credit', "SDK's signer, credit", 'SDK, query', 'REST, credit'];

/** The network alone: what a transaction costs whose chaincode does nothing. */
export async function putArms(bench: Bench, started: BenchNetwork): Promise<void> {
  const put = operationOf(started, 'native', putBySdk);
  const slowPut = operationOf(started, 'sdk', putBySdk);
  const evaluate = operationOf(started, 'native', evaluateBySdk);
  const slowEvaluate = operationOf(started, 'sdk', evaluateBySdk);
  await warmUp(bench, put.run);
  for (const clients of loads)
    await runArm(bench, started, { name: 'SDK, one put', clients, operation: put.run });
  for (const clients of loads)
    await runArm(bench, started, {
      name: "SDK's signer, one put",
      clients,
      operation: slowPut.run,
    });
  for (const clients of loads)
    await runArm(bench, started, { name: 'SDK, evaluate', clients, operation: evaluate.run });
  await runArm(bench, started, {
    name: "SDK's signer, evaluate",
    clients: 32,
    operation: slowEvaluate.run,
  });
  for (const { close } of [put, slowPut, evaluate, slowEvaluate]) close();
}

/** The network with Argosy's chaincode, and the gateway before it. */
export async function creditArms(bench: Bench, started: BenchNetwork): Promise<void> {
  const apply = operationOf(started, 'native', applyBySdk);
  const applySlowly = operationOf(started, 'sdk', applyBySdk);
  const query = operationOf(started, 'native', queryBySdk);
  await warmUp(bench, apply.run);
  for (const clients of loads)
    await runArm(bench, started, { name: 'SDK, credit', clients, operation: apply.run });
  await runArm(bench, started, {
    name: "SDK's signer, credit",
    clients: 32,
    operation: applySlowly.run,
  });
  await runArm(bench, started, { name: 'SDK, query', clients: 32, operation: query.run });
  for (const { close } of [apply, applySlowly, query]) close();
  // Only now: beside the SDK's arms the gateway would index every block and use the same processors.
  if (bench.only.test('REST, credit')) await restArms(bench, started);
}

async function restArms(bench: Bench, started: BenchNetwork): Promise<void> {
  const { url } = await startGateway(started.network);
  const operation = await restApplicant(url);
  await warmUp(bench, operation);
  for (const clients of loads)
    await runArm(bench, started, { name: 'REST, credit', clients, operation });
}

type Arm = { readonly name: string; readonly clients: number; readonly operation: Operation };

async function runArm(bench: Bench, { network }: BenchNetwork, arm: Arm): Promise<void> {
  const { only, say, rows, seconds } = bench;
  const { name, clients, operation } = arm;
  if (!only.test(name)) return;
  const measured = await measure({
    clients,
    seconds,
    warmUpSeconds: WARM_UP_SECONDS,
    operation,
    processorTimes: () =>
      new Map([...processorTimes(network), ['main thread', mainThreadTime(network)]]),
  });
  rows.push({ name, measured });
  const { perSecond, p50, p95, failures } = measured;
  const latency = `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  say(`${name}, ${clients} clients: ${perSecond.toFixed(0)}/s, ${latency}`);
  for (const [why, count] of failures) say(`  ${count} failed: ${why}`);
}

/** The code of all processes is compiled while it is hot: none of the arms should pay for that. */
async function warmUp({ seconds }: Bench, operation: Operation): Promise<void> {
  const processorTimes = (): Map<string, number> => new Map();
  await measure({ clients: 32, seconds, warmUpSeconds: 0, operation, processorTimes });
}

type Clients = ReturnType<typeof sdkClients>;
type ContractOf = Clients['contracts'][number];

/** The same request by each client, over the network's peers in turn. */
export function operationOf(
  { network }: BenchNetwork,
  kind: SignerKind,
  request: (contract: ContractOf) => Promise<unknown>,
): { readonly run: Operation; readonly close: () => void } {
  const { contracts, close } = sdkClients(network, kind);
  const run = (client: number): Promise<unknown> => {
    const contract = contracts[client % contracts.length];
    if (contract === undefined) throw new Error('the network has no peer');
    return request(contract);
  };
  return { run, close };
}
