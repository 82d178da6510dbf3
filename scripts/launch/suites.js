// The suites below test/: what spans packages.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { runBrowser } from './browser.js';
import { unitTestFolders } from './check.js';
import { runConformance } from './conformance.js';
import { runJest, slowTests } from './jest.js';
import { root } from './paths.js';
import { ensurePostgres } from './postgres.js';

/** A suite of this list that is missing is said, and fails the run where CI=true. */
const expected = ['architecture', 'install', 'launcher', 'scenario'];

/** Real Fabric is not needed for a green run, so its absence never fails one. */
const realFabric = ['processes (FABRIC_BIN)', 'containers (Docker)'].map((engine) => ({
  name: `scenario on real Fabric, ${engine}`,
  reason: 'not built yet',
  optional: true,
}));

/** The suite of the membership client runs on Fabric CA as well where its program is named. */
const fabricCa = {
  name: 'membership on Fabric CA',
  reason: 'FABRIC_CA_BIN names no folder with fabric-ca-server',
  optional: true,
};

export async function runSuites(node) {
  const notRun = process.env.FABRIC_CA_BIN ? realFabric : [...realFabric, fabricCa];
  const results = [{ title: 'real Fabric', passed: 0, failed: 0, notRun }];
  await ensurePostgres();
  results.push(await runSlow(node));
  for (const name of suiteNames()) {
    results.push(hasTests(name) ? await runSuite(node, name) : missing(name));
  }
  results.push(await runBrowser(node));
  results.push(await runConformance(node));
  return results;
}

/** The folders below test/ that hold tests, or have to. */
export function suiteNames() {
  return [...new Set([...expected, ...present()])];
}

/** After so long a suite counts as hung; what one takes is a matter of the machine. */
const limitSeconds = 1800;

/** What stands beside its sources and is too slow for the check. */
function runSlow(node) {
  const paths = unitTestFolders.map((folder) => `${folder}.*${slowTests}`);
  return runJest(node, { title: 'slow unit tests', paths, workers: '1', limitSeconds });
}

/** One after the other: suites start networks and measure time limits. */
function runSuite(node, name) {
  const paths = [`/test/${name}/`];
  return runJest(node, { title: `${name} tests`, paths, workers: '1', limitSeconds });
}

function missing(name) {
  const notRun = [{ name: `${name} tests`, reason: `test/${name} holds no test yet` }];
  return { title: name, passed: 0, failed: 0, notRun };
}

function present() {
  const entries = readdirSync(join(root, 'test'), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && hasTests(entry.name))
    .map((it) => it.name);
}

function hasTests(name) {
  const folder = join(root, 'test', name);
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((file) => String(file).endsWith('.test.ts'));
}
