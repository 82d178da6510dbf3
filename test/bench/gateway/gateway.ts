/** REST against the clients that a member would have without a gateway, in turns on one network; and reads. */
import { z } from 'zod';
import { applyBySdk, restApplicant, restReader } from '../clients.ts';
import { operationOf } from '../arms.ts';
import { measure } from '../load.ts';
import type { Measurement } from '../load.ts';
import { processorTimes } from '../network.ts';
import type { BenchNetwork } from '../network.ts';
import { startGatewayProcess } from './gateway-process.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { sayArms, sayReads } from './report.ts';

export interface GatewayBench {
  /** For each arm and round. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** One kind of client: the gateway that it asks, if any, runs in its turn alone. */
interface Arm {
  readonly name: string;
  readonly gateway: GatewayProcess | undefined;
  readonly operation: (client: number) => Promise<unknown>;
}

const loads = [1, 32, 128];
const ROUNDS = 3;
const WARM_UP_SECONDS = 0.3;
const FIRST_PORT = 27_900;

/** Measure on a network whose registers are founded. */
export async function benchGateway(started: BenchNetwork, bench: GatewayBench): Promise<void> {
  const { network } = started;
  const alone = await startGatewayProcess(network, {
    name: 'gateway of one',
    port: FIRST_PORT,
    only: 'ImporterMSP',
  });
  await alone.resume();
  const four = await startGatewayProcess(network, {
    name: 'gateway of four',
    port: FIRST_PORT + 1,
  });
  await four.resume();
  const sdk = operationOf(started, 'sdk', applyBySdk);
  const native = operationOf(started, 'native', applyBySdk);
  const arms: readonly Arm[] = [
    { name: 'SDK, its own signer', gateway: undefined, operation: sdk.run },
    { name: 'SDK, native signer', gateway: undefined, operation: native.run },
    { name: 'REST, gateway of one', gateway: alone, operation: await restApplicant(alone.url) },
    { name: 'REST, gateway of four', gateway: four, operation: await restApplicant(four.url) },
  ];
  const gateways = [alone, four];
  for (const gateway of gateways) gateway.halt();
  // The code of all processes is compiled while it is hot: none of the arms should pay for that.
  for (const arm of arms) await turn(started, arm, { clients: 32, seconds: bench.seconds });
  for (const clients of loads) await inTurns(started, arms, { clients, ...bench });
  sdk.close();
  native.close();
  await readsOf(started, alone, bench);
  // A halted process cannot end by itself.
  for (const gateway of gateways) await gateway.resume();
}

type Turn = { readonly clients: number; readonly seconds: number };

async function inTurns(
  started: BenchNetwork,
  arms: readonly Arm[],
  { say, ...load }: Turn & GatewayBench,
): Promise<void> {
  const rounds: (readonly Measurement[])[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const measured: Measurement[] = [];
    for (const arm of arms) measured.push(await turn(started, arm, load));
    rounds.push(measured);
  }
  sayArms(
    arms.map(({ name }) => name),
    rounds,
    say,
  );
}

async function turn(
  { network }: BenchNetwork,
  { gateway, operation }: Omit<Arm, 'name'>,
  { clients, seconds }: Turn,
): Promise<Measurement> {
  await gateway?.resume();
  try {
    return await measure({
      clients,
      seconds,
      warmUpSeconds: WARM_UP_SECONDS,
      operation,
      processorTimes: () => processorTimes(network),
    });
  } finally {
    gateway?.halt();
  }
}

/** What is read, below the organisation's address. */
const reads = [
  ['who one is', '/v1/me'],
  ['a document with its acts and history', '/v1/credits/REFERENCE'],
  ['a list of 20 documents', '/v1/credits?limit=20'],
  ['a list of 100 documents', '/v1/credits?limit=100'],
] as const;

const listSchema = z.object({ items: z.tuple([z.object({ reference: z.string() })]) });

async function readsOf(
  started: BenchNetwork,
  gateway: GatewayProcess,
  { seconds, say }: GatewayBench,
): Promise<void> {
  await gateway.resume();
  const read = await restReader(gateway.url);
  const { items } = listSchema.parse(JSON.parse(await read('/v1/credits?limit=1')));
  const measured: { readonly name: string; readonly measured: Measurement }[] = [];
  for (const [name, path] of reads)
    for (const clients of [1, 32]) {
      const operation = (): Promise<unknown> => read(path.replace('REFERENCE', items[0].reference));
      measured.push({
        name,
        measured: await turn(started, { gateway, operation }, { clients, seconds }),
      });
    }
  sayReads(measured, say);
}
