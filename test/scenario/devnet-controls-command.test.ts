import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ControlClient } from '@argosy/devnet/controls/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { environmentOf } from 'argosy/devnet/describe-up';
import type { Up } from 'argosy/devnet/happenings';
import { DevnetPlace, freeSamplesBase } from './support/argosy-devnet.js';
import type { DevnetRun } from './support/argosy-devnet.js';
import { callProgram } from './support/call-chaincode.js';

const contract = `'use strict';
const { Contract } = require('fabric-contract-api');
class Kept extends Contract {
  async Put(ctx, key, value) { await ctx.stub.putState(key, Buffer.from(value)); }
  async Get(ctx, key) { return (await ctx.stub.getState(key)).toString(); }
}
module.exports.contracts = [Kept];
`;

let place: DevnetPlace;
let network: DevnetRun;
let up: Up;
let program: string;

beforeAll(async () => {
  place = new DevnetPlace(await freeSamplesBase());
  const folder = place.chaincode('kept', contract);
  program = place.write('kept/client/call.mjs', callProgram);
  network = place.run(folder, '--json');
  await network.printed(/"event":"up".*\n/);
  const line = network.output.split('\n').find((it) => it.includes('"event":"up"')) ?? '';
  up = JSON.parse(line) as Up;
}, 120_000);
afterAll(async () => {
  network.signal('SIGINT');
  await network.exitCode;
  place.remove();
});

/** Run `argosy devnet NAME …` on the network. Answers its exit code, and all that it says. */
async function asked(...args: readonly string[]): Promise<readonly [number | null, string]> {
  const run = place.command('devnet', ...args, '--home', up.home);
  return [await run.exitCode, run.output];
}

async function done(...args: readonly string[]): Promise<unknown> {
  const [code, output] = await asked(...args);
  if (code !== 0) throw new Error(`${args.join(' ')} answered ${code}:\n${output}`);
  return JSON.parse(output);
}

async function call(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, ...environmentOf(up), NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { env });
  return stdout.trim();
}

test('a snapshot is gone back to, and a dump is loaded', async () => {
  await call('submit', 'Put', 'k', 'before');
  expect(await done('snapshot')).toMatchObject({ event: 'snapshot', id: '1', home: up.home });
  await call('submit', 'Put', 'k', 'after');
  const file = join(place.root, 'kept.dump');
  expect(await done('dump', 'kept.dump')).toMatchObject({
    event: 'dumped',
    file,
    channels: [{ name: 'mychannel' }],
  });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(await done('revert', '1')).toMatchObject({ event: 'reverted', id: '1' });
  expect(await call('evaluate', 'Get', 'k')).toBe('answer before');
  expect(await done('load', 'kept.dump')).toMatchObject({ event: 'loaded', file });
  expect(await call('evaluate', 'Get', 'k')).toBe('answer after');
}, 120_000);

test('what waits is put into a block', async () => {
  const { controls } = up;
  if (controls === undefined) throw new Error('a devnet has controls');
  const client = await ControlClient.open(controls);
  await client.setProduction('mychannel', { mode: 'manual' });
  const submitted = call('submit', 'Put', 'k', 'cut');
  let waiting: readonly string[] = [];
  while (waiting.length === 0) {
    await delay(50);
    waiting = (await client.channels())[0]?.waiting ?? [];
  }
  expect(await done('cut', '--transactions', ...waiting)).toMatchObject({
    event: 'cut',
    channel: 'mychannel',
    waiting: [],
  });
  await submitted;
  await client.setProduction('mychannel', { mode: 'instant' });
  expect(await call('evaluate', 'Get', 'k')).toBe('answer cut');
}, 120_000);

test('the clock is shown, moved, frozen and resumed; people read sentences', async () => {
  expect(await done('clock')).toMatchObject({ event: 'clock', isFrozen: false });
  expect(await done('clock', '+1h')).toMatchObject({ offset: '+1h' });
  expect(await done('clock', 'freeze')).toMatchObject({ isFrozen: true });
  expect(await done('clock', 'resume')).toMatchObject({ isFrozen: false });
  const [, snapshot] = await asked('snapshot', '--no-json');
  expect(snapshot).toMatch(/^Snapshot \d+ was taken; `argosy devnet revert \d+ --home .*` goes/);
  const [, cut] = await asked('cut', '--no-json');
  expect(cut).toMatch(/^mychannel has \d+ blocks; nothing waits\.\n$/);
}, 120_000);

test.each([
  [['revert', '99'], 5, 'The network was not set back: there is no snapshot 99'],
  [['load', 'nothing.dump'], 5, 'Nothing was loaded'],
  [['cut', '--channel', 'other'], 4, 'No block was cut: there is no channel other'],
  [['cut', '--transactions', 'unknown'], 5, 'No block was cut'],
  [['clock', '+soon'], 2, 'The clock was not changed'],
  [['clock', '2001-01-01T00:00:00Z'], 5, 'never goes back'],
  [['revert'], 2, 'missing required argument'],
])(
  '%j is refused with what to do',
  async (args, code, says) => {
    const [answered, output] = await asked(...args);
    expect(output).toContain(says);
    expect(answered).toBe(code);
  },
  60_000,
);

test('where nothing runs they say so', async () => {
  const home = join(place.root, 'nothing');
  const run = place.command('devnet', 'snapshot', '--home', home);
  expect(await run.exitCode).toBe(4);
  expect(run.output).toContain(`No network is up from ${home}`);
  expect(run.output).toContain('--home DIR');
}, 60_000);
