import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const part = new URL('../../scripts/launch/browser.js', import.meta.url).href;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-chromium-'));
  for (const name of ['chromium', 'other', 'plain']) writeFileSync(join(folder, name), '');
  for (const name of ['chromium', 'other']) chmodSync(join(folder, name), 0o755);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function answerOf(expression: string): unknown {
  const code = `import { chromiumOf, countBrowser, runBrowser } from '${part}';
    console.log(JSON.stringify({ answer: ${expression} }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
  return (JSON.parse(output.toString()) as { answer?: unknown }).answer;
}

const chromiumOf = (env: object) => answerOf(`chromiumOf(${JSON.stringify(env)})`);

describe('the Chromium of the browser tests', () => {
  test('is the one that is named, or the one on the PATH', () => {
    const [own, other] = [join(folder, 'chromium'), join(folder, 'other')];
    expect(chromiumOf({ PATH: `/none:${folder}` })).toBe(own);
    expect(chromiumOf({ PATH: folder, ARGOSY_CHROMIUM: other })).toBe(other);
  });

  test('is none where there is none, or what is named is no program', () => {
    expect(chromiumOf({ PATH: '/none' })).toBeUndefined();
    expect(chromiumOf({ PATH: folder, ARGOSY_CHROMIUM: join(folder, 'plain') })).toBeUndefined();
  });

  test('without it they are named as not run, which fails a strict run', () => {
    const { passed, failed, notRun } = answerOf(
      `await runBrowser('node', { env: { PATH: '/none' } })`,
    ) as { passed: number; failed: number; notRun: { name: string; optional?: boolean }[] };
    expect([passed, failed]).toEqual([0, 0]);
    expect(notRun).toEqual([expect.objectContaining({ name: 'browser tests' })]);
    expect(notRun[0]).not.toHaveProperty('optional');
  });
});

describe('a run of Playwright', () => {
  const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };
  const counted = (report: object | undefined, code: number) =>
    answerOf(
      `countBrowser(${report === undefined ? 'undefined' : JSON.stringify(report)}, ${String(code)})`,
    );

  test('counts what it passed', () => {
    expect(counted({ stats, errors: [] }, 0)).toEqual({ passed: 3, failed: 0, notRun: [] });
  });

  test.each([
    ['nothing is reported', undefined, 1],
    ['a test failed', { stats: { ...stats, unexpected: 1 }, errors: [] }, 1],
    ['a test passed at the second try only', { stats: { ...stats, flaky: 1 }, errors: [] }, 0],
    ['a file does not load', { stats, errors: [{ message: 'no such file' }] }, 1],
    ['it ends with another code', { stats, errors: [] }, 137],
    ['there is no test', { stats: { ...stats, expected: 0 }, errors: [] }, 0],
  ])('has failed where %s', (_, report, code) => {
    expect(counted(report, code)).toMatchObject({ failed: 1 });
  });
});
