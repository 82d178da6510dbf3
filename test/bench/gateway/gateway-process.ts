import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Network } from '@argosy/operator/network';
import { gatewayConfiguration } from 'argosy/gateway/configuration';
import { organisationUrl } from 'argosy/gateway/local-http';
import { programs } from 'argosy/places';
import { z } from 'zod';
import { processOf } from '../network.ts';

/** A gateway process of a benchmark, which can be halted while others are measured. */
export interface GatewayProcess {
  readonly name: string;
  readonly url: string;
  /** Let it run, and wait until it has every block. */
  readonly resume: () => Promise<void>;
  /** It uses no processor until it is resumed. */
  readonly halt: () => void;
}

export interface GatewayPlan {
  readonly name: string;
  readonly port: number;
  /** Whom it serves; all unless told. */
  readonly only?: string;
}

/** Start a gateway beside a network. Several can run beside one another: each has a port and data of its own. */
export async function startGatewayProcess(
  network: Network,
  { name, port, only }: GatewayPlan,
): Promise<GatewayProcess> {
  const { folder, processes } = network;
  const url = `http://localhost:${port}`;
  const whole = gatewayConfiguration(network);
  const configuration = {
    ...whole,
    listen: { ...whole.listen, port },
    dataDir: join(folder.home, name),
    organisations: whole.organisations
      .filter(({ msp }) => only === undefined || msp === only)
      .map((member) => ({ ...member, origin: organisationUrl(url, member.name) })),
  };
  mkdirSync(configuration.dataDir, { recursive: true });
  const file = join(folder.home, `${name}.json`);
  writeFileSync(file, JSON.stringify(configuration));
  const script = programs.gateway;
  const log = folder.log(name);
  const environment = { NODE_COMPILE_CACHE: folder.compileCache };
  await processes.start({ name, script, arguments: [file], environment, log }, { restart: false });
  const pid = processOf(network, name);
  return {
    name,
    url,
    resume: async () => {
      process.kill(pid, 'SIGCONT');
      while (!(await hasEveryBlock(url))) await delay(BETWEEN_MILLISECONDS);
    },
    halt: () => {
      process.kill(pid, 'SIGSTOP');
    },
  };
}

const BETWEEN_MILLISECONDS = 20;

const readinessSchema = z.object({
  organisations: z.array(
    z.object({
      channels: z.array(z.object({ ledgerHeight: z.int(), readModelHeight: z.int() })),
    }),
  ),
});

async function hasEveryBlock(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`);
  const content: unknown = await answer.json();
  if (!answer.ok) return false;
  const { organisations } = readinessSchema.parse(content);
  return organisations
    .flatMap(({ channels }) => channels)
    .every(({ ledgerHeight, readModelHeight }) => ledgerHeight === readModelHeight);
}
