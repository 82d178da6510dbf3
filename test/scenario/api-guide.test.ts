import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { GuideShell, patternOf, stepsOf } from './support/guide.js';
import { startSandbox } from './support/sandbox.js';
import type { Sandbox } from './support/sandbox.js';

let sandbox: Sandbox;
let folder: string;
let shell: GuideShell;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = mkdtempSync(join(tmpdir(), 'argosy-guide-'));
  symlinkSync(sandbox.network.folder.home, join(folder, '.argosy'));
  shell = new GuideShell(folder);
}, 120_000);
afterAll(async () => {
  shell.end();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

test.each(['using-the-api.md', 'a-deal-by-hand.md'])(
  'every step of %s answers as it shows',
  async (name) => {
    const steps = stepsOf(name);
    expect(steps.length).toBeGreaterThan(9);
    const port = new URL(sandbox.gatewayUrl).port;
    const moved = (text: string): string => text.replaceAll('17000', port);
    for (const { commands, shown } of steps) {
      expect(await shell.run(moved(commands))).toMatch(patternOf(moved(shown)));
    }
  },
  240_000,
);

test.each([
  ['a\n', 'a\n', true],
  ['a\n', 'a\nb\n', false],
  ['op_…\n', 'op_1\n', true],
  ['op_…\n', 'op_1\nop_2\n', false],
  ['a\n…\nd\n', 'a\nb\nc\nd\n', true],
  ['a\n…\nd\n', 'a\nb\nc\n', false],
  ['', 'a\n', false],
])('of %j shown, %j is the answer: %j', (shown, answered, isThat) => {
  expect(patternOf(shown).test(answered)).toBe(isThat);
});
