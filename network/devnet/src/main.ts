import { readFile } from 'node:fs/promises';
import { reasonOf } from '@argosy/protocol/reason';
import { systemAmbient } from './ambient.js';
import { Authorities } from './authorities.js';
import { parseConfig, type DevnetConfig } from './config.js';
import { openClock } from './controls/open-clock.js';
import type { DevnetOptions } from './devnet-parts.js';
import { Lifetime, told } from './lifetime.js';

const log = (text: string): void => {
  process.stderr.write(`devnet: ${text}\n`);
};
const say = (announcement: object): void => {
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
};

/** With this, two lines on standard input say how far it may go. At `configuration` it reads its configuration, which need not be
 *  there before; at `nodes` peers and orderers start: they need certificates, which the authorities of the same process issue. */
const stepByStep = '--step-by-step';

async function main(): Promise<void> {
  const [, , path, option] = process.argv;
  if (path === undefined || (option !== undefined && option !== stepByStep))
    throw new Error(`usage: node main.js <devnet.json> [${stepByStep}]`);
  const lifetime = new Lifetime(log);
  const when = (line: string) => (option === stepByStep ? told(line) : Promise.resolve());
  const [configured, certified] = [when('configuration'), when('nodes')];
  log('a development network: one process orders and holds all keys, so there is no consensus.');
  await configured;
  const config = parseConfig(await readFile(path, 'utf8'));
  const clock = await openClock(config, systemAmbient);
  if (config.authorities !== undefined) {
    const authorities = await Authorities.start(config.authorities, clock);
    lifetime.add(() => authorities.close());
    say({ authorities: true, urls: authorities.urls });
  }
  // Loaded late: who waits for the authorities does not wait for these modules.
  const { describeNodes, startNodes } = await import('./nodes.js');
  await certified;
  const devnet = await startNodes(config, clock, { warn: log, ...(await faultInjection(config)) });
  lifetime.add(() => devnet.close());
  say(describeNodes(devnet));
}

// A network that dies at a chosen point shows that the next process goes on with all that anybody was told.
async function faultInjection(config: DevnetConfig): Promise<DevnetOptions> {
  const file = process.env['ARGOSY_DEVNET_STOP_FILE'];
  if (file === undefined || file === '') return {};
  const { stoppingAt } = await import('./stop-points.js');
  return stoppingAt(file, config);
}

main().catch((error: unknown) => {
  log(reasonOf(error));
  process.exit(1);
});
