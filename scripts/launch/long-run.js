// The long sizes of the tests that search: mutations, fuzz, and whatever else takes its size from test/support/long-run.ts.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runJest } from './jest.js';
import { root } from './paths.js';
import { Failure, say } from './report.js';

const areas = ['test', 'network', 'chaincode', 'gateway', 'apps'];
const hours = 3600;

/** Run each test file that has a long size, one after the other, and print the figures that they report. */
export async function runLongSuites(node, words) {
  const files = longTests().filter((file) => words.every((word) => file.includes(word)));
  if (files.length === 0) throw new Failure(`No test with a long size has ${words.join(' ')}.`);
  const seed = process.env.ARGOSY_SEED || String(Date.now() & 0x7fffffff);
  say(`Seed ${seed}: ARGOSY_SEED=${seed} npm run test:long repeats this run.`);
  const folder = mkdtempSync(join(tmpdir(), 'argosy-long-'));
  try {
    const results = [];
    for (const file of files) results.push(await runLong(node, { file, seed, folder }));
    return results;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runLong(node, { file, seed, folder }) {
  const figures = join(folder, file.replaceAll('/', '-'));
  const result = await runJest(node, {
    title: file,
    paths: [file.replaceAll('.', '\\.')],
    workers: '1',
    limitSeconds: 4 * hours,
    env: { ARGOSY_LONG: '1', ARGOSY_SEED: seed, ARGOSY_FIGURES: figures },
  });
  if (existsSync(figures)) {
    for (const line of readFileSync(figures, 'utf8').trimEnd().split('\n')) say(`       ${line}`);
  }
  return result;
}

/** The test files that take their size from the long run's helper, as paths from the root. */
function longTests() {
  return areas
    .flatMap((area) => testFiles(area))
    .filter((file) => readFileSync(join(root, file), 'utf8').includes('/long-run.js'))
    .sort();
}

function testFiles(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return testFiles(path);
    return path.endsWith('.test.ts') ? [path] : [];
  });
}
