import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { topologyFile } from 'argosy/places';
import { ArgosyNet } from './support/argosy-net.js';
import type { Answered, RunningCommand } from './support/argosy-net.js';
import { useEachChannel } from './support/use-network.js';

let net: ArgosyNet;
let holder: Server | undefined;

beforeEach(async () => {
  net = await ArgosyNet.create();
});
afterEach(async () => {
  holder?.close();
  holder = undefined;
  await net.dispose();
});

const bench = ['--profile', 'bench'] as const;

function expectDone({ code, err }: Answered): void {
  if (code !== 0) throw new Error(`exit code ${code}:\n${err}`);
}

/** The process in the background. */
function supervisor(): number {
  const record: unknown = JSON.parse(readFileSync(join(net.home, 'up.json'), 'utf8'));
  return (record as { pid: number }).pid;
}

type Status = {
  readonly isHealthy: boolean;
  readonly nodes: readonly { readonly heights: { readonly trade?: number } }[];
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
};

const statusNow = async (): Promise<Status> => (await net.run('status')).events[0] as Status;
/** How far the channel is, as the first peer says. */
const heightIn = ({ nodes }: Status): number => nodes[0]?.heights.trade ?? 0;
const height = async (): Promise<number> => heightIn(await statusNow());
const pidsOf = ({ processes }: Status): Readonly<Record<string, number>> =>
  Object.fromEntries(processes.map(({ name, pid }) => [name, pid]));

/** Wait until a command has printed something, or has ended. */
async function printed({ output, process }: RunningCommand, pattern: RegExp): Promise<void> {
  const until = performance.now() + 60_000;
  while (!pattern.test(output()) && process.exitCode === null) {
    if (performance.now() > until) throw new Error(`${String(pattern)} was not printed`);
    await delay(20);
  }
  expect(output()).toMatch(pattern);
}

describe('up', () => {
  test('a second one finds the network up, another profile or base is a conflict', async () => {
    expectDone(await net.up(...bench));
    const first = supervisor();
    const second = await net.run('up', ...bench);
    expectDone(second);
    expect(second.events).toMatchObject([{ event: 'up', already: true, profile: 'bench' }]);
    expect(supervisor()).toBe(first);
    const other = await net.run('up', '--profile', 'starter');
    expect(other.code).toBe(5);
    expect(other.err).toContain('It has profile bench');
    const elsewhere = await net.run('up', ...bench, '--port-base', '20000');
    expect(elsewhere.code).toBe(5);
    expect(elsewhere.err).toContain(`It has the base port ${net.portBase}`);
    expectDone(await net.run('down'));
    await net.gone();
    const afterwards = await net.run('up', '--profile', 'starter');
    expect(afterwards.code).toBe(5);
    expect(afterwards.err).toContain('holds a network of profile bench');
  }, 90_000);

  test('two at once are one network', async () => {
    const both = await Promise.all([net.up(...bench), net.up(...bench)]);
    both.forEach(expectDone);
    expect(both.map(({ events }) => events.at(-1)?.['already']).sort()).toEqual([false, true]);
    expectDone(await net.run('down'));
    await net.gone();
  }, 90_000);

  test('a taken port is named with its holder and what it was wanted for', async () => {
    const port = net.portBase + 10;
    holder = createServer().listen(port, '127.0.0.1');
    const { code, err } = await net.up(...bench);
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is taken.`);
    expect(err).toContain(
      `${port}, for the peer peer0 of ImportBankMSP: held by process ${process.pid}`,
    );
    expect(net.processes()).toEqual([]);
    holder.close();
    expectDone(await net.up(...bench));
  }, 90_000);

  test.each([
    ['Ctrl-C', 'SIGINT', 130],
    ['kill -9', 'SIGKILL', null],
  ] as const)(
    '%s while it comes up leaves nothing, and the next one succeeds',
    async (_, signal, code) => {
      const starting = net.startUp(...bench);
      await printed(starting, /"step":"authorities"/);
      starting.process.kill(signal);
      expect((await starting.answered).code).toBe(code);
      await net.gone();
      expectDone(await net.up(...bench));
      await useEachChannel(net.home);
    },
    90_000,
  );

  test('it gives up when it takes too long, and leaves nothing', async () => {
    const { code, err } = await net.up(...bench, '--timeout', '0');
    expect(code).toBe(6);
    expect(err).toContain('was not up within 0 seconds');
    await net.gone();
  }, 60_000);

  test('a wrong description is refused with its line', async () => {
    const file = join(dirname(net.home), 'topology.yaml');
    const text = readFileSync(topologyFile, 'utf8').replace('id: omar', 'id: ines');
    writeFileSync(file, text);
    const { code, err } = await net.up('--topology', file);
    expect(code).toBe(1);
    expect(err).toMatch(/line \d+: ines is the id of two people or systems/);
    expect(net.processes()).toEqual([]);
  }, 60_000);

  test.each([
    [['up', '--engine', 'compose'], 'Allowed choices are devnet'],
    [['up', '--port-base', 'x'], 'It must be a whole number'],
    [['up', '--nothing'], 'unknown option'],
    [['upp'], 'unknown command'],
  ])('%j cannot be meant', async (args, says) => {
    const { code, err } = await net.run(...args);
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  test('a profile that is not there is named with those that are', async () => {
    const { code, err } = await net.up('--profile', 'huge');
    expect(code).toBe(1);
    expect(err).toContain('it has starter, full, ha, bench');
  }, 60_000);
});

describe('the process in the background', () => {
  test('leaves nothing when it is killed, and its network comes up again with its ledgers', async () => {
    expectDone(await net.up(...bench));
    await useEachChannel(net.home);
    const before = await height();
    process.kill(supervisor(), 'SIGKILL');
    const until = performance.now() + 8_000;
    while (net.processes().length > 0 && performance.now() < until) await delay(50);
    expect(net.processes()).toEqual([]);
    expect((await net.run('status')).code).toBe(4);
    const down = await net.run('down');
    expectDone(down);
    expect(down.events).toMatchObject([{ event: 'down', was: 'down' }]);
    expectDone(await net.up(...bench));
    expect(await height()).toBe(before);
  }, 120_000);

  test('ends the network when a process of it dies, and status says why', async () => {
    expectDone(await net.up(...bench));
    const { devnet } = pidsOf(await statusNow());
    if (devnet === undefined) throw new Error('no devnet runs');
    process.kill(devnet, 'SIGKILL');
    await net.gone();
    const { code, out } = await net.run('status', '--no-json');
    expect(code).toBe(4);
    expect(out).toContain('The process devnet was ended by SIGKILL');
  }, 90_000);
});

describe('the commands', () => {
  test('up, status and logs are for people, too', async () => {
    const up = await net.up(...bench, '--no-json');
    expectDone(up);
    expect(up.out).toContain('The network is up: profile bench');
    expect(up.out).toMatch(/no consensus/);
    expect(up.err).toMatch(/✓ authorities .* (ms|s)\n/);
    expect(up.err).toContain('Next:\n  argosy net status');
    const status = await net.run('status', '--no-json');
    expectDone(status);
    expect(status.out).toMatch(/NODE +ROLE +ORGANISATION +ENDPOINT +STATE +TRADE/);
    expect(status.out).toMatch(/peer0\.importbank +peer +ImportBank +localhost:\d+ +up +\d+/);
    expect(status.out).toMatch(/no consensus/);

    const all = await net.run('logs');
    expectDone(all);
    expect(all.out).toMatch(/^devnet \| devnet: a development network/m);
    const one = await net.run('logs', 'peer0.importbank', '-n', '1');
    expect(one.out.trimEnd().split('\n')).toHaveLength(1);
    const unknown = await net.run('logs', 'nobody');
    expect(unknown.code).toBe(4);
    expect(unknown.err).toContain('devnet');
    const following = net.start('logs', 'chaincode-argosy-importbank', '-f', '-n', '0');
    await delay(500);
    expectDone(await net.run('restart', 'chaincode-argosy-importbank'));
    await printed(following, /"ready":true/);
    following.process.kill('SIGINT');
    expect((await following.answered).code).toBe(0);

    const nothing = await net.run('restart', 'nobody');
    expect(nothing.code).toBe(4);
    expect(nothing.err).toContain('chaincode-argosy-importbank');
  }, 120_000);

  test('the devnet process and everything are started again: ledgers stay, and transactions go on at once', async () => {
    expectDone(await net.up(...bench));
    await useEachChannel(net.home);
    const before = await statusNow();
    const [one, other] = await Promise.all([
      net.run('restart', 'devnet'),
      net.run('restart', 'devnet'),
    ]);
    expectDone(one);
    expectDone(other);
    await useEachChannel(net.home);
    const afterwards = await statusNow();
    expect(afterwards.isHealthy).toBe(true);
    expect(pidsOf(afterwards)['devnet']).not.toBe(pidsOf(before)['devnet']);
    expect({ ...pidsOf(afterwards), devnet: 0 }).toEqual({ ...pidsOf(before), devnet: 0 });
    expect(heightIn(afterwards)).toBeGreaterThan(heightIn(before));

    const all = await net.run('restart', '--no-json');
    expectDone(all);
    expect(all.out).toBe('Everything was started again.\n');
    await useEachChannel(net.home);
    const last = await statusNow();
    expect(last.isHealthy).toBe(true);
    const kept = Object.values(pidsOf(last)).filter((pid) =>
      Object.values(pidsOf(afterwards)).includes(pid),
    );
    expect(kept).toEqual([]);
    expect(heightIn(last)).toBeGreaterThan(heightIn(afterwards));
  }, 120_000);

  test('the clock is shown and moved, never back', async () => {
    expectDone(await net.up(...bench));
    expect((await net.run('clock')).events).toMatchObject([{ event: 'clock', isFrozen: false }]);
    const moved = await net.run('clock', '+1h30m');
    expectDone(moved);
    expect((await net.run('clock', '--no-json')).out).toContain('ahead of the machine');
    const back = await net.run('clock', '2001-01-01T00:00:00Z');
    expect([2, 5]).toContain(back.code);
    const nonsense = await net.run('clock', '+soon');
    expect(nonsense.code).toBe(2);
  }, 90_000);

  test('reset keeps what is in use, what nobody agreed to, and what is no run folder', async () => {
    const empty = await net.run('reset');
    expectDone(empty);
    expectDone(await net.up(...bench));
    expect((await net.run('reset')).code).toBe(5);
    expectDone(await net.run('down'));
    expect((await net.run('reset')).code).toBe(2);
    expect(existsSync(join(net.home, 'material'))).toBe(true);
    writeFileSync(join(net.home, 'notes.txt'), 'mine');
    expectDone(await net.up(...bench));
    const reset = await net.run('reset', '--yes');
    expectDone(reset);
    expect(reset.events).toMatchObject([{ left: ['notes.txt'] }]);
    await net.gone();
    const other = join(dirname(net.home), 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'letter.txt'), 'dear');
    const refused = await net.run('reset', '--yes', '--home', other);
    expect(refused.code).toBe(5);
    expect(existsSync(join(other, 'letter.txt'))).toBe(true);
  }, 120_000);

  test('where nothing runs they say so', async () => {
    expect((await net.run('down', '--no-json')).out).toContain('No network was up');
    expect((await net.run('status', '--no-json')).out).toContain('No network is up');
    expect((await net.run('restart')).code).toBe(4);
    expect((await net.run('clock')).code).toBe(4);
    expect((await net.run('logs', 'devnet')).code).toBe(4);
    expect(existsSync(net.home)).toBe(false);
  }, 60_000);

  test('--foreground stays in the terminal; the others see it, and Ctrl-C ends it', async () => {
    const running = net.startUp(...bench, '--foreground');
    await printed(running, /"event":"up"/);
    expect((await net.run('status')).code).toBe(0);
    expect((await net.run('restart')).code).toBe(5);
    running.process.kill('SIGINT');
    expect((await running.answered).code).toBe(0);
    await net.gone();
  }, 90_000);
});
