import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { tool } from './paths.js';
import { heartbeat } from './part.js';
import { say, secondsSince, tail } from './report.js';
import { runTool } from './tools.js';

/** Tests of one package that start networks, or take their time otherwise: no part of the check, which is to be quick. */
export const slowTests = '\\.slow\\.test\\.ts$';

/** Run Jest over the test files whose path matches, and count its tests. */
export async function runJest(node, { title, paths, except, workers, limitSeconds, env }) {
  const startedAt = performance.now();
  const stop = heartbeat(title, startedAt);
  const folder = mkdtempSync(join(tmpdir(), 'argosy-jest-'));
  const file = join(folder, 'results.json');
  const jest = [tool('jest/bin/jest.js'), '--json', `--outputFile=${file}`];
  const without = except === undefined ? [] : ['--testPathIgnorePatterns', except];
  const { code, output } = await runTool(
    node,
    [...jest, `--maxWorkers=${workers}`, ...without, '--testPathPatterns', ...paths],
    // Packages that are ES modules only load in Jest no other way.
    { flags: ['--experimental-vm-modules', '--no-warnings'], limitSeconds, env },
  );
  stop();
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const result = { title, ...count(report, code) };
  const verdict = result.failed === 0 ? 'ok    ' : 'FAILED';
  const numbers = `${result.passed} passed, ${result.failed} failed`;
  say(`${verdict} ${title}: ${numbers}, ${secondsSince(startedAt)}`);
  if (result.failed > 0) say(report === undefined ? tail(output) : failures(report));
  return result;
}

/** A file that does not load, and a Jest that dies or is stopped, are failures too. */
export function count(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, notRun: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const silent = failed === 0 && code !== 0 && report.numTotalTests > 0 ? 1 : 0;
  return { passed: report.numPassedTests, failed: failed + silent, notRun: skipped(report) };
}

function skipped(report) {
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => ({ name: fullName, reason: 'its test is skipped' })),
  );
}

export function failures(report) {
  return report.testResults
    .filter(({ status }) => status === 'failed')
    .map(({ message }) => tail(message, 120))
    .join('\n');
}
