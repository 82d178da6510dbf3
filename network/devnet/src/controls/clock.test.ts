import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { systemAmbient } from '../ambient.js';
import { Clock, movedClock } from './clock.js';
import { formatDuration, parseDuration } from './duration.js';

const START = Date.parse('2030-01-01T00:00:00Z');
const HOUR = 3_600_000;

describe('the clock', () => {
  let folder: string;
  let machine: { now: number };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clock-'));
    machine = { now: START };
  });
  afterEach(() => rm(folder, { recursive: true }));
  const open = () => Clock.open(folder, { ...systemAmbient, now: () => machine.now });

  test('shows the machine’s time until it is moved, and goes on from there', async () => {
    const clock = await open();
    expect([clock.now(), clock.isMoved, movedClock(clock)]).toEqual([START, false, undefined]);
    expect(await clock.move(6 * 24 * HOUR)).toEqual({
      now: '2030-01-07T00:00:00.000Z',
      offset: '+6d',
      isFrozen: false,
    });
    machine.now += HOUR;
    expect(clock.reading.now).toBe('2030-01-07T01:00:00.000Z');
    expect(movedClock(clock)).toEqual(clock.reading);
    expect((await clock.set(Date.parse('2030-02-01T00:00:00Z'))).offset).toBe('+30d23h');
  });

  test('stands still, is moved while it does, and goes on from there', async () => {
    const clock = await open();
    await clock.freeze();
    machine.now += HOUR;
    expect(clock.now()).toBe(START);
    expect((await clock.move(2 * HOUR)).now).toBe('2030-01-01T02:00:00.000Z');
    machine.now += 10 * HOUR;
    expect(clock.reading).toEqual({
      now: '2030-01-01T02:00:00.000Z',
      offset: '-9h',
      isFrozen: true,
    });
    await clock.resume();
    machine.now += HOUR;
    expect(clock.reading.now).toBe('2030-01-01T03:00:00.000Z');
    expect((await clock.freeze(START + 100 * HOUR)).now).toBe('2030-01-05T04:00:00.000Z');
  });

  test('never goes back', async () => {
    const clock = await open();
    await clock.move(HOUR);
    for (const back of [clock.move(-1), clock.set(START), clock.freeze(START)])
      await expect(back).rejects.toThrow('the clock shows 2030-01-01T01:00:00.000Z and never goes');
    await expect(clock.set(Number.MAX_VALUE)).rejects.toThrow('so far away');
    expect(clock.now()).toBe(START + HOUR);
  });

  test('is as it was when the network is started again', async () => {
    await (await open()).move(HOUR);
    const again = await open();
    expect(again.now()).toBe(START + HOUR);
    await again.freeze();
    machine.now += HOUR;
    expect((await open()).now()).toBe(START + HOUR);
  });

  test('is not guessed where its file is damaged', async () => {
    await (await open()).move(HOUR);
    const file = join(folder, 'clock.json');
    await writeFile(file, (await readFile(file)).subarray(0, 5));
    await expect(open()).rejects.toThrow(/clock\.json is not what the clock was kept as.*Remove/);
  });
});

test.each([
  ['+6d', 6 * 24 * HOUR],
  ['1d12h', 36 * HOUR],
  ['90m', 1.5 * HOUR],
  ['-1h', -HOUR],
  ['250ms', 250],
  ['2w', 336 * HOUR],
  ['6 d', undefined],
  ['d', undefined],
  ['', undefined],
  ['1.5h', undefined],
])('the duration %j', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  [0, '+0s'],
  [6 * 24 * HOUR, '+6d'],
  [-1.5 * HOUR, '-1h30m'],
  [1_001, '+1s1ms'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
