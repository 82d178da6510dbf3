import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyNetwork } from 'argosy/audit/verify-network';
import { organisationUrl } from 'argosy/gateway/local-http';
import { Session } from 'argosy/gateway/rest';
import { sampleApplication } from '../support/sample-application.js';
import { ArgosyNet } from './support/argosy-net.js';
import { ArgosyStart } from './support/argosy.js';
import { freePortBase } from './support/ports.js';

const SETTLED = /^The deal \S+ is settled/;
const UP = /Ctrl-C/;

let home: string;
let portBase: number;
const started: ArgosyStart[] = [];

const start = (...flags: string[]): ArgosyStart => {
  const argosy = new ArgosyStart({ home, portBase }, flags);
  started.push(argosy);
  return argosy;
};

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'argosy-scenario-'));
  portBase = await freePortBase();
});
afterEach(async () => {
  for (const argosy of started.splice(0)) {
    for (const pid of argosy.processes()) process.kill(pid, 'SIGKILL');
    await argosy.gone();
  }
  rmSync(home, { recursive: true, force: true });
});

/** It ended well; where it did not, its whole output says why. */
async function settled(argosy: ArgosyStart): Promise<void> {
  const exitCode = await argosy.exitCode;
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}:\n${argosy.output}`);
  expect(argosy.lastLine).toMatch(SETTLED);
}

/** Have the importer apply for a credit through the gateway, and see it in what the gateway has read from the ledger. */
async function applied(url: string, reference: string): Promise<void> {
  const session = await Session.signIn(organisationUrl(url, 'Importer'), 'ines');
  const today = new Date().toISOString().slice(0, 10);
  const body = sampleApplication(reference, today);
  const { block = 0 } = await session.write('/v1/credits', body, `application-${reference}`);
  const page = await session.get<{ timeline: readonly { status: string }[] }>(
    `/v1/credits/${reference}`,
    {
      height: block + 1,
    },
  );
  expect(page.timeline.map(({ status }) => status)).toContain('applied');
}

const killEverything = (argosy: ArgosyStart): void => {
  for (const pid of argosy.processes()) process.kill(pid, 'SIGKILL');
};

describe('argosy start', () => {
  test('--once settles a deal, says so last, exits 0 and takes everything down; each document has its seals', async () => {
    const argosy = start('--once');
    await settled(argosy);
    expect(argosy.lastLine).toMatch(SETTLED);
    await argosy.gone();
    const stored = { home, isUp: false, channels: ['trade'] };
    const { channels, differences } = await verifyNetwork(stored, () => undefined);
    expect(differences).toEqual([]);
    const [audit] = channels;
    // Of the deal eleven, as the bill has four possessions; of the register its roster, a decision, members, calendars.
    expect(audit?.documents).toBe(11 + 2 + 6 + 4);
  }, 90_000);

  test('keeps the deal through kill -9 of everything, and adds another', async () => {
    const first = start();
    await first.printed(UP);
    killEverything(first);
    await first.gone();
    const second = start('--once');
    await settled(second);
    expect(second.output).toMatch(/1 earlier deal/);
    const third = start('--once');
    await settled(third);
    expect(third.output).toMatch(/2 earlier deals/);
  }, 180_000);

  test.each([
    ['Ctrl-C', 'SIGINT'],
    ['kill -9 of the top process alone', 'SIGKILL'],
  ] as const)(
    '%s leaves no process and no listening port within 5 s',
    async (_, signal) => {
      const argosy = start();
      await argosy.printed(UP);
      expect(argosy.processes().length).toBeGreaterThanOrEqual(5);
      argosy.signal(signal);
      expect(await argosy.gone(5_000)).toBeLessThan(5_000);
    },
    90_000,
  );

  test('its devnet process is started again: the gateway follows the ledger and writes on', async () => {
    const argosy = start();
    await argosy.printed(UP);
    const url = `http://localhost:${portBase}`;
    await applied(url, 'BEFORE');
    const { code, err } = await new ArgosyNet(home, portBase).run('restart', 'devnet');
    expect([code, err]).toEqual([0, '']);
    await applied(url, 'AFTER');
    expect(argosy.output).not.toMatch(/unexpectedly/);
  }, 120_000);

  test('a second network on the same folder is refused with a sentence', async () => {
    const first = start();
    await first.printed(UP);
    const second = new ArgosyStart({ home, portBase: await freePortBase() }, ['--once']);
    expect(await second.exitCode).toBe(1);
    expect(second.output).toMatch(/folder|running/i);
  }, 90_000);
});
