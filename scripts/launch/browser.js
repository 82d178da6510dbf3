// The tests in a browser: Playwright's, in the Chromium of this machine. None is downloaded.
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { root, tool } from './paths.js';
import { heartbeat } from './part.js';
import { say, secondsSince, tail } from './report.js';
import { runTool } from './tools.js';

const title = 'browser tests';
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Run them on a network of their own, and count them. Without a Chromium they are named as not run. */
export async function runBrowser(node, { env = process.env } = {}) {
  const chromium = chromiumOf(env);
  if (chromium === undefined) return { title, passed: 0, failed: 0, notRun: [withoutChromium] };
  const startedAt = performance.now();
  const stop = heartbeat(title, startedAt);
  const folder = mkdtempSync(join(tmpdir(), 'argosy-browser-'));
  const file = join(folder, 'results.json');
  const config = join(root, 'test/browser/playwright.config.ts');
  const args = [tool('@playwright/test/cli.js'), 'test', '--config', config, '--reporter', 'json'];
  const { code, output } = await runTool(node, args, {
    limitSeconds: 600,
    env: { ARGOSY_CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  stop();
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const result = { title, ...countBrowser(report, code) };
  const verdict = result.failed === 0 ? 'ok    ' : 'FAILED';
  const numbers = `${result.passed} passed, ${result.failed} failed`;
  say(`${verdict} ${title}: ${numbers}, ${secondsSince(startedAt)}`);
  if (result.failed > 0) say(report === undefined ? tail(output) : failures(report));
  return result;
}

const withoutChromium = {
  name: title,
  reason: `no ${names.join(', ')} is on the PATH, and ARGOSY_CHROMIUM names none`,
};

/** The Chromium that a person would start: the one named by ARGOSY_CHROMIUM, or the first on the PATH. */
export function chromiumOf({ ARGOSY_CHROMIUM: named, PATH = '' }) {
  if (named) return isProgram(named) ? named : undefined;
  const folders = PATH.split(delimiter).filter(Boolean);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return found.find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A run that dies, that finds no test, or that needed a second try, has failed. */
export function countBrowser(report, code) {
  if (report === undefined) return { passed: 0, failed: 1, notRun: [] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky + report.errors.length;
  const silent = failed === 0 && (code !== 0 || expected === 0) ? 1 : 0;
  const notRun = skipped === 0 ? [] : [{ name: title, reason: `${skipped} of them were skipped` }];
  return { passed: expected, failed: failed + silent, notRun };
}

function failures({ suites, errors }) {
  const messages = [...errors, ...suites.flatMap(errorsIn)].map(({ message }) => message ?? '');
  return messages.map((message) => tail(message, 60)).join('\n');
}

function errorsIn({ suites = [], specs = [] }) {
  const results = specs.flatMap(({ tests }) => tests.flatMap((test) => test.results));
  return [...suites.flatMap(errorsIn), ...results.flatMap(({ errors }) => errors)];
}
