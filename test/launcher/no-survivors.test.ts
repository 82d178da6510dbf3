import { afterEach, describe, expect, test } from '@jest/globals';

import { isAlive, isListening, npmStart, pidsOf, until } from './running.js';
import type { Running } from './running.js';

const endWithParent = new URL('../../scripts/launch/end-with-parent.js', import.meta.url).href;

let running: Running | undefined;
afterEach(() => running?.cleanUp());

async function started(program: string, ...flags: string[]): Promise<Running> {
  running = npmStart(program, ...flags);
  await running.said('launcher', 'shell', 'service');
  return running;
}

function pidOf({ top, facts }: Running, victim: string): number {
  return victim === 'npm' ? (top.pid ?? 0) : Number(facts[victim]);
}

async function expectNoSurvivors({ top, facts }: Running, limitMs: number): Promise<void> {
  const pids = [top.pid ?? 0, ...pidsOf(facts)];
  await until('every process is gone', () => !pids.some(isAlive), limitMs);
  if ('port' in facts) expect(await isListening(Number(facts.port))).toBe(false);
}

describe('within five seconds nothing is left', () => {
  test.each(['npm', 'shell', 'launcher', 'service'])(
    'when %s alone is killed',
    async (victim) => {
      const it = await started('service.js');
      await it.said('helper', 'port');
      expect(await isListening(Number(it.facts.port))).toBe(true);
      process.kill(pidOf(it, victim), 'SIGKILL');
      await expectNoSurvivors(it, 5_000);
    },
    30_000,
  );

  test('when npm is killed above a program that listens to nobody', async () => {
    const it = await started('deaf.js');
    await it.said('helper');
    process.kill(pidOf(it, 'npm'), 'SIGKILL');
    await expectNoSurvivors(it, 5_000);
  }, 30_000);

  test.each(['npm', 'launcher'])(
    'when %s is killed above a busy tool',
    async (victim) => {
      const it = await started('busy.js', '--import', endWithParent);
      process.kill(pidOf(it, victim), 'SIGKILL');
      await expectNoSurvivors(it, 5_000);
    },
    30_000,
  );
});

describe('Ctrl-C', () => {
  test('reaches the program once and lets it drain', async () => {
    const it = await started('service.js');
    await it.said('helper', 'port');
    // A terminal sends it to the whole foreground group.
    process.kill(-pidOf(it, 'npm'), 'SIGINT');
    await it.said('drained');
    expect(it.facts).toMatchObject({ interrupts: 1 });
    await expectNoSurvivors(it, 5_000);
  }, 30_000);

  test('a second time ends a program that does not listen', async () => {
    const it = await started('deaf.js');
    process.kill(-pidOf(it, 'npm'), 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect(isAlive(pidOf(it, 'service'))).toBe(true);
    process.kill(pidOf(it, 'launcher'), 'SIGINT');
    await expectNoSurvivors(it, 3_000);
  }, 30_000);
});
