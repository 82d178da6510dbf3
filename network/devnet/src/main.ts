import { readFile } from 'node:fs/promises';
import { reasonOf } from '@argosy/protocol/reason';
import { systemAmbient } from './ambient.js';
import { Authorities } from './authorities.js';
import { parseConfig } from './config.js';
import { openClock } from './controls/clock.js';
import { Lifetime, told } from './lifetime.js';

const log = (text: string): void => {
  process.stderr.write(`devnet: ${text}\n`);
};
const say = (announcement: object): void => {
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
};

/** With this, peers and orderers start only at the line `nodes` on standard input: they need certificates, which the
 *  authorities of the same process issue first. */
const inTwoSteps = '--nodes-when-told';

async function main(): Promise<void> {
  const [, , path, option] = process.argv;
  if (path === undefined || (option !== undefined && option !== inTwoSteps))
    throw new Error(`usage: node main.js <devnet.json> [${inTwoSteps}]`);
  const lifetime = new Lifetime(log);
  const word = option === inTwoSteps ? told('nodes') : Promise.resolve();
  log('a development network: one process orders and holds all keys, so there is no consensus.');
  const config = parseConfig(await readFile(path, 'utf8'));
  const clock = await openClock(config, systemAmbient);
  if (config.authorities !== undefined) {
    const authorities = await Authorities.start(config.authorities, clock);
    lifetime.add(() => authorities.close());
    say({ authorities: true, urls: authorities.urls });
  }
  await word;
  // Loaded late: who waits for certificates does not wait for these modules.
  const { describeNodes, startNodes } = await import('./nodes.js');
  const devnet = await startNodes(config, clock, log);
  lifetime.add(() => devnet.close());
  say(describeNodes(devnet));
}

main().catch((error: unknown) => {
  log(reasonOf(error));
  process.exit(1);
});
