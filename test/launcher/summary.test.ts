import { execFileSync } from 'node:child_process';

import { describe, expect, test } from '@jest/globals';

const summary = new URL('../../scripts/launch/summary.js', import.meta.url).href;

interface Part {
  readonly passed: number;
  readonly failed: number;
  readonly notRun?: readonly { name: string; reason: string; optional?: boolean }[];
}

function summarise(parts: readonly Part[], { strict = false } = {}) {
  const results = parts.map((part) => ({ notRun: [], ...part }));
  const code = `import { summarise } from '${summary}';
    const lines = [];
    const print = (line) => lines.push(line);
    const code = summarise(${JSON.stringify(results)}, { strict: ${strict}, print });
    console.log(JSON.stringify({ code, lines }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
  const { code: exit, lines } = JSON.parse(output.toString()) as { code: number; lines: string[] };
  return { exit, lines, last: lines.at(-1) };
}

const fine: Part = { passed: 3, failed: 0 };
const missing = { name: 'scenario tests', reason: 'none yet' };

describe('the end of npm test', () => {
  test('adds up the parts in its last line', () => {
    expect(summarise([fine, { passed: 4, failed: 0 }])).toMatchObject({
      exit: 0,
      last: '7 passed, 0 failed',
    });
  });

  test('fails when one test failed', () => {
    const outcome = summarise([fine, { passed: 4, failed: 1 }]);
    expect(outcome).toMatchObject({ exit: 1, last: '7 passed, 1 failed' });
  });

  test('fails when nothing ran', () => {
    expect(summarise([{ passed: 0, failed: 0 }])).toMatchObject({
      exit: 1,
      last: '0 passed, 0 failed',
    });
  });

  test('names what was not run and passes on a person’s machine', () => {
    const outcome = summarise([{ ...fine, notRun: [missing] }]);
    expect(outcome.lines).toEqual(['not run: scenario tests: none yet', '3 passed, 0 failed']);
    expect(outcome.exit).toBe(0);
  });

  test('fails in CI when a part was not run', () => {
    const outcome = summarise([{ ...fine, notRun: [missing] }], { strict: true });
    expect(outcome).toMatchObject({ exit: 1, last: '3 passed, 1 failed' });
  });

  test('passes in CI without real Fabric', () => {
    const outcome = summarise([{ ...fine, notRun: [{ ...missing, optional: true }] }], {
      strict: true,
    });
    expect(outcome).toMatchObject({ exit: 0, last: '3 passed, 0 failed' });
  });
});
