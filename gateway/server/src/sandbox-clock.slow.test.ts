import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { followSandboxClock, movedClock } from './sandbox-clock.js';

// The file is looked at ten times a second, on a busy machine later.
jest.setTimeout(30_000);
const day = 86_400_000;
const before = globalThis.Date;
let folder: string;
let file: string;
let stop: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-sandbox-clock-'));
  file = join(folder, 'clock.json');
});
afterEach(() => {
  stop();
  rmSync(folder, { recursive: true });
});

/** As the network writes it: the whole file at once. */
function move(setting: object): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(setting));
  renameSync(`${file}.tmp`, file);
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 1_000) throw new Error('it did not happen');
    await delay(20);
  }
}

const ahead = (): number => Date.now() - before.now();

test('without a file it is the machine’s time, and nothing is said of it', () => {
  stop = followSandboxClock(file);
  expect(Math.abs(ahead())).toBeLessThan(50);
  expect(movedClock()).toBeUndefined();
});

test('a clock that is moved is followed, by everything that asks for the present', async () => {
  stop = followSandboxClock(file);
  move({ offsetMilliseconds: 6 * day });
  await until(() => ahead() > 5 * day);
  const now = new Date();
  expect(Math.abs(now.getTime() - before.now() - 6 * day)).toBeLessThan(1_000);
  expect(now).toBeInstanceOf(before);
  expect(Date().slice(0, 15)).toBe(now.toString().slice(0, 15));
  expect(movedClock()).toMatchObject({ isFrozen: false });
  expect(Math.round((movedClock()?.aheadMilliseconds ?? 0) / day)).toBe(6);
});

test('a date that is given is that date', () => {
  move({ offsetMilliseconds: 6 * day });
  stop = followSandboxClock(file);
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date('2026-03-01').getUTCFullYear()).toBe(2026);
  expect(Date.parse('1970-01-02')).toBe(day);
  expect(Date.UTC(1970, 0, 2)).toBe(day);
});

test('a clock that stands still is shown so', () => {
  const frozenAt = Date.parse('2026-12-24T12:00:00Z');
  move({ offsetMilliseconds: 0, frozenAt });
  stop = followSandboxClock(file);
  expect([Date.now(), new Date().getTime()]).toEqual([frozenAt, frozenAt]);
  expect(movedClock()).toMatchObject({ now: '2026-12-24T12:00:00.000Z', isFrozen: true });
});

test('what cannot be read changes nothing', async () => {
  move({ offsetMilliseconds: day });
  stop = followSandboxClock(file);
  writeFileSync(file, '{');
  await delay(300);
  expect(Math.round(ahead() / day)).toBe(1);
});

test('when it is ended, it is the machine’s time again', () => {
  move({ offsetMilliseconds: day });
  followSandboxClock(file)();
  stop = () => undefined;
  expect(globalThis.Date).toBe(before);
  expect(movedClock()).toBeUndefined();
});
