import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { FileBlockStore } from '@argosy/ledger/file-block-store';
import { Ledger } from '@argosy/ledger/ledger';
import { writeFileAtomically } from '@argosy/operator/files';
import { gatewayConfiguration, gatewayUrl } from 'argosy/gateway/configuration';
import type { GatewayConfiguration } from 'argosy/gateway/configuration';
import { programs } from 'argosy/places';
import { startSandbox } from '../support/sandbox.js';
import type { Sandbox } from '../support/sandbox.js';
import { actors } from './acts.js';
import { Program } from './children.js';
import { digestsOf } from './digests.js';

/** A network and a gateway, both processes of the test's own. */
export interface Stage {
  readonly devnet: Program;
  readonly gateway: Program;
  readonly gatewayUrl: string;
  /** Resolves when every read model has all blocks. */
  readonly caughtUp: () => Promise<void>;
  /** The file with a channel's blocks. */
  readonly blocksOf: (channel: string) => string;
  /** The digest of every read model that the gateway keeps. Requires: it does not run. */
  readonly digests: () => Promise<ReadonlyMap<string, string>>;
  /** Have the gateway build all of its data anew from the ledger, and stop it. Requires: it does not run. */
  readonly rebuild: () => Promise<void>;
  /** Judge every block of a channel again from its file, flags and commit hashes included. Answers how many there are. Requires: the
   *  network does not run. Refuses: a block that judging does not confirm. */
  readonly judgeAgain: (channel: string) => Promise<bigint>;
  readonly close: () => Promise<void>;
}

/** Bring a network up, and put its processes into the test's hands. */
export async function openStage(): Promise<Stage> {
  const sandbox = await startSandbox({ gateway: false });
  const { folder, processes, ports } = sandbox.network;
  await processes.end('devnet', 10_000);
  const configuration = configurationOf(sandbox);
  writeFileAtomically(folder.gatewayConfig, JSON.stringify(configuration));
  const url = gatewayUrl(ports);
  const devnet = programOf(sandbox, 'devnet', () => Promise.resolve());
  const gateway = programOf(sandbox, 'gateway', () => serves(url));
  return {
    devnet,
    gateway,
    gatewayUrl: url,
    caughtUp: () => caughtUp(url),
    blocksOf: (channel) => join(folder.devnet, 'ledgers', channel, 'blocks.bin'),
    digests: () => digestsOf(configuration),
    rebuild: async () => {
      rmSync(configuration.dataDir, { recursive: true });
      await gateway.start();
      await caughtUp(url);
      await gateway.stop();
    },
    judgeAgain: async (channel) => {
      const ledger = await Ledger.open({
        genesisBlock: readFileSync(folder.genesisBlock(channel)),
        store: FileBlockStore.open(join(folder.devnet, 'ledgers', channel)),
        verify: true,
      });
      const { height } = ledger;
      await ledger.close();
      return height;
    },
    close: async () => {
      await gateway.stop();
      await devnet.stop();
      await sandbox.stop();
    },
  };
}

// Of the ten organisations those that act here.
function configurationOf({
  network,
}: Sandbox): GatewayConfiguration & { readonly logLevel: 'warn' } {
  const whole = gatewayConfiguration(network);
  const organisations = whole.organisations.filter(({ name }) => Object.hasOwn(actors, name));
  return { ...whole, organisations, logLevel: 'warn' };
}

function programOf(
  { network: { folder } }: Sandbox,
  name: 'devnet' | 'gateway',
  usable: () => Promise<void>,
): Program {
  const stopFile = join(folder.home, `${name}.stop`);
  const config = name === 'devnet' ? folder.devnetConfig : folder.gatewayConfig;
  const spec = {
    name,
    script: programs[name],
    arguments: [config],
    environment: {
      NODE_OPTIONS: '',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? folder.compileCache,
      [`ARGOSY_${name.toUpperCase()}_STOP_FILE`]: stopFile,
    },
    log: folder.log(`killed-${name}`),
  };
  return new Program(spec, stopFile, usable);
}

const readinessSchema = z.object({
  ready: z.boolean(),
  organisations: z.array(
    z.object({
      channels: z.array(z.object({ ledgerHeight: z.int().optional(), readModelHeight: z.int() })),
    }),
  ),
});

type Readiness = z.infer<typeof readinessSchema>;

const serves = (url: string): Promise<void> => isSo(url, ({ ready }) => ready);

const caughtUp = (url: string): Promise<void> =>
  isSo(url, ({ ready, organisations }) => {
    const all = organisations.flatMap((organisation) => organisation.channels);
    return ready && all.every((one) => one.readModelHeight === one.ledgerHeight);
  });

async function isSo(url: string, holds: (readiness: Readiness) => boolean): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const text = await (await fetch(`${url}/readyz`)).text();
    if (holds(readinessSchema.parse(JSON.parse(text)))) return;
    if (performance.now() > until) throw new Error(`the gateway is not ready: ${text}`);
    await delay(50);
  }
}
