import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ControlClient } from '@argosy/devnet/controls/client';
import { networkClock } from '@argosy/operator/network-clock';
import { organisationUrl } from 'argosy/gateway/local-http';
import { Session } from 'argosy/gateway/rest';
import { sampleApplication } from '../support/sample-application.js';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';

const day = 86_400_000;
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
}, 120_000);
afterAll(() => sandbox.stop(), 30_000);

type Clocked = { readonly clock?: { readonly aheadMilliseconds: number } };
type Page = {
  readonly timeline: readonly { readonly status: string; readonly time: string }[];
};

const ask = async (path: string): Promise<Clocked> =>
  (await (await fetch(sandbox.gatewayUrl + path)).json()) as Clocked;

/** How many days the gateway says that its clock is ahead, as soon as it is at all. */
async function daysAhead(path: string): Promise<number> {
  for (;;) {
    const { clock } = await ask(path);
    if (clock !== undefined) return Math.round(clock.aheadMilliseconds / day);
    await delay(50);
  }
}

test('six days later, a deal’s act goes through the gateway with the moved time', async () => {
  const { controls } = sandbox.network.engine;
  if (controls === undefined) throw new Error('a sandbox has controls');
  expect(await ask('/version')).not.toHaveProperty('clock');
  await (await ControlClient.open(controls)).moveClock('+6d');
  expect([await daysAhead('/version'), await daysAhead('/readyz')]).toEqual([6, 6]);
  const session = await Session.signIn(organisationUrl(sandbox.gatewayUrl, 'Importer'), 'ines');
  const now = (await networkClock(controls))();
  const today = now.toISOString().slice(0, 10);
  const body = sampleApplication('LATER', today);
  const operation = await session.write('/v1/credits', body, 'moved-clock-application-1');
  const height = (operation.block ?? 0) + 1;
  const page = await session.get<Page>('/v1/credits/LATER', { height });
  const applied = page.timeline.find(({ status }) => status === 'applied');
  expect(Math.round((Date.parse(applied?.time ?? '') - Date.now()) / day)).toBe(6);
}, 60_000);
