import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { OperatorError } from '@argosy/operator/operator-error';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deskAddress, openDesk } from './desk.js';
import { askProcesses, askRestart } from './desk-client.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-desk-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const devnet = { name: 'devnet', state: 'ready', pid: 12, restarts: 0, log: 'x' };
const refusal = new OperatorError({ what: 'No', why: 'Because.', fix: 'Do not.' });

test.each([
  ['in the run folder', () => folder],
  ['elsewhere, where the path of the run folder is too long', () => join(folder, 'x'.repeat(120))],
])('processes are told and restarted through a socket %s', async (_, home) => {
  mkdirSync(home(), { recursive: true });
  const restarted: string[] = [];
  const desk = await openDesk(home(), {
    processes: () => [devnet],
    restart: (name) => {
      if (name === 'none') return Promise.reject(refusal);
      restarted.push(name);
      return Promise.resolve();
    },
  });
  expect(statSync(deskAddress(home())).mode & 0o777).toBe(0o600);
  expect(await askProcesses(home())).toEqual([devnet]);
  await askRestart(home(), 'a & b');
  expect(restarted).toEqual(['a & b']);
  await expect(askRestart(home(), 'none')).rejects.toMatchObject({ what: 'No', fix: 'Do not.' });
  await desk.close();
  expect(() => statSync(deskAddress(home()))).toThrow('ENOENT');
  if (dirname(deskAddress(home())) !== home())
    expect(() => statSync(dirname(deskAddress(home())))).toThrow('ENOENT');
});

test('a socket that a killed process left is no obstacle', async () => {
  writeFileSync(deskAddress(folder), '');
  const desk = await openDesk(folder, {
    processes: () => [],
    restart: () => Promise.resolve(),
  });
  expect(await askProcesses(folder)).toEqual([]);
  await desk.close();
});
