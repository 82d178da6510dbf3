import { setTimeout as delay } from 'node:timers/promises';
import { writeFileAtomically } from '@argosy/operator/files';
import type { Network } from '@argosy/operator/network';
import { programs } from '../places.js';
import { gatewayConfiguration, gatewayUrl } from './configuration.js';

/** How many blocks a channel has, by its name. */
export type Heights = ReadonlyMap<string, number>;

export type Gateway = {
  readonly url: string;
  /** The height of each channel when it became ready. */
  readonly heights: Heights;
  readonly milliseconds: number;
};

const gateway = 'gateway';

/** Wait until the gateway beside a network, where there is one, has found its peers again. Answers the channels' heights. */
export async function awaitGateway(network: Network): Promise<Heights> {
  const runs = network.processes
    .status()
    .some(({ name, state }) => name === gateway && state === 'ready');
  return runs ? awaitReadiness(gatewayUrl(network.ports)) : new Map();
}

/** Start the sandbox gateway beside a network. Resolves when all its organisations can be served. */
export async function startGateway(network: Network): Promise<Gateway> {
  const { folder, processes } = network;
  const since = performance.now();
  const configuration = gatewayConfiguration(network);
  writeFileAtomically(folder.gatewayConfig, `${JSON.stringify(configuration, undefined, 2)}\n`);
  const spec = {
    name: gateway,
    script: programs.gateway,
    arguments: [folder.gatewayConfig],
    environment: {
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? folder.compileCache,
      // Where it is not set, the gateway keeps its data in its folder.
      DATABASE_URL: process.env['DATABASE_URL'] ?? '',
    },
    log: folder.log('gateway'),
  };
  await processes.start(spec, { restart: false });
  const url = gatewayUrl(network.ports);
  const heights = await awaitReadiness(url);
  return { url, heights, milliseconds: performance.now() - since };
}

type Readiness = {
  readonly organisations: readonly {
    readonly channels: readonly { readonly name: string; readonly ledgerHeight?: number }[];
  }[];
};

const patience = 30_000;
const between = 50;

/** Wait until database, peers and read models answer for every organisation. Answers the channels' heights. */
async function awaitReadiness(url: string): Promise<Heights> {
  const until = performance.now() + patience;
  for (;;) {
    const answer = await fetch(`${url}/readyz`);
    const text = await answer.text();
    if (answer.ok) {
      const { organisations } = JSON.parse(text) as Readiness;
      const all = organisations.flatMap(({ channels }) => channels);
      return new Map(
        all
          .map(({ name, ledgerHeight = 0 }) => [name, ledgerHeight] as const)
          .sort(([, one], [, other]) => one - other),
      );
    }
    if (performance.now() > until) throw new Error(`the gateway is not ready: ${text}`);
    await delay(between);
  }
}
