import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ArgosyNet } from './support/argosy-net.js';
import type { Answered } from './support/argosy-net.js';
import { useEachChannel } from './support/use-network.js';

let net: ArgosyNet;

beforeEach(async () => {
  net = await ArgosyNet.create();
});
afterEach(() => net.dispose());

/** How many nodes each profile has: peers, orderers, and organisations with authorities; and its channels. */
const profiles = {
  bench: { peer: 2, orderer: 1, authority: 5, channels: ['trade'], definitions: 1 },
  starter: {
    peer: 5,
    orderer: 4,
    authority: 14,
    channels: ['trade', 'border', 'consortium'],
    definitions: 3,
  },
  ha: {
    peer: 10,
    orderer: 4,
    authority: 14,
    channels: ['trade', 'border', 'consortium'],
    definitions: 3,
  },
  full: {
    peer: 10,
    orderer: 7,
    authority: 17,
    channels: ['trade', 'border', 'consortium'],
    definitions: 3,
  },
} as const;

type Status = {
  readonly state: string;
  readonly isHealthy: boolean;
  readonly clock: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly role: string;
    readonly isUp: boolean;
    readonly heights: Readonly<Record<string, number>>;
  }[];
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  readonly definitions: readonly { readonly channel: string; readonly sequence: number }[];
};

const statusOf = async (): Promise<Status> => {
  const { events, code, err } = await net.run('status');
  if (code !== 0) throw new Error(`status answered ${code}: ${err}`);
  return events[0] as Status;
};

function expectDone({ code, err }: Answered): void {
  if (code !== 0) throw new Error(`exit code ${code}:\n${err}`);
}

/** The height of each channel, which all its nodes have. */
function heightsOf({ nodes }: Status): Readonly<Record<string, number>> {
  const heights: Record<string, number> = {};
  for (const node of nodes)
    for (const [channel, height] of Object.entries(node.heights))
      expect((heights[channel] ??= height)).toBe(height);
  return heights;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

describe.each(Object.entries(profiles))('profile %s', (profile, expected) => {
  test('comes up, is used, looked at, restarted, moved in time, taken down and removed', async () => {
    const up = await net.up('--profile', profile);
    expectDone(up);
    expect(up.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['start', 'step', 'up']),
    );
    expect(up.events.at(-1)).toMatchObject({ event: 'up', profile, already: false });

    expect(await useEachChannel(net.home)).toEqual(expected.channels);

    const status = await statusOf();
    expect(status.isHealthy).toBe(true);
    for (const role of ['peer', 'orderer', 'authority'] as const)
      expect(status.nodes.filter((node) => node.role === role)).toHaveLength(expected[role]);
    expect(status.definitions).toHaveLength(expected.definitions);
    const before = heightsOf(status);
    expect(Object.keys(before).sort()).toEqual([...expected.channels].sort());

    const chaincode = status.processes.find(({ name }) => name === 'chaincode-argosy-importbank');
    expectDone(await net.run('restart', 'chaincode-argosy-importbank'));
    const afterwards = await statusOf();
    const again = afterwards.processes.find(({ name }) => name === 'chaincode-argosy-importbank');
    expect(again?.pid).not.toBe(chaincode?.pid);
    expectDone(await net.run('restart', 'peer0.importbank'));
    await useEachChannel(net.home);

    expectDone(await net.run('clock', '+6d'));
    const moved = await statusOf();
    const ahead = new Date(moved.clock).getTime() - Date.now();
    expect(Math.abs(ahead - 6 * dayMilliseconds)).toBeLessThan(60_000);

    expectDone(await net.run('restart'));
    const restarted = await statusOf();
    expect(restarted.isHealthy).toBe(true);
    for (const [channel, height] of Object.entries(heightsOf(restarted)))
      expect(height).toBeGreaterThan(before[channel] ?? 0);

    const down = await net.run('down');
    expectDone(down);
    expect(down.events).toMatchObject([{ event: 'down', was: 'up' }]);
    await net.gone();
    expect((await net.run('status')).code).toBe(4);

    const reset = await net.run('reset', '--yes');
    expectDone(reset);
    expect(reset.events).toMatchObject([{ event: 'reset', left: [] }]);
    expect(existsSync(net.home)).toBe(false);
  }, 180_000);
});
