import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { devnetProgram } from './devnet-program.js';

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** The programs that the command line starts, as they lie in this repository. */
export const programs = {
  devnet: devnetProgram(repository),
  gateway: resolve(repository, 'gateway/server/dist/main.js'),
} as const;

export const topologyFile = resolve(repository, 'network/topology.yaml');

/** The deal that `argosy start` plays. */
export const defaultDeal = resolve(repository, 'deals/settled-in-full.yaml');

const defaultPortBase = 17_000;

export type Place = { readonly home: string; readonly portBase: number };

/** Where a network lives: flags come before the environment, and that before the defaults. */
export function placeOf(
  flags: { readonly home?: string; readonly portBase?: number },
  environment: NodeJS.ProcessEnv,
): Place {
  const { ARGOSY_HOME, ARGOSY_PORT_BASE } = environment;
  const portBase = ARGOSY_PORT_BASE === undefined ? defaultPortBase : Number(ARGOSY_PORT_BASE);
  return {
    home: resolve(
      fromCaller(flags.home ?? ARGOSY_HOME ?? resolve(repository, '.argosy'), environment),
    ),
    portBase: flags.portBase ?? portBase,
  };
}

/** A path as whoever called the command line means it: from where he is, which the launcher hands on. */
export const fromCaller = (path: string, environment: NodeJS.ProcessEnv): string =>
  resolve(environment['ARGOSY_CALLED_FROM'] ?? '', path);
