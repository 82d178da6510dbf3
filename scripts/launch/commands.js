import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { ensureBuild } from './build.js';
import { benchPrograms, ensureBundles } from './bundle.js';
import { runCheck } from './check.js';
import { runLongSuites } from './long-run.js';
import { ensureModules } from './modules.js';
import { root } from './paths.js';
import { Failure, leaveOutputToProgram } from './report.js';
import { runSuites } from './suites.js';
import { summarise } from './summary.js';
import { ensureNode } from './toolchain.js';
import { runProgram } from './tools.js';

export function start(args) {
  return runCli(['start', ...args]);
}

/** The command line, as `npx argosy` runs it. */
export function argosy(args) {
  leaveOutputToProgram();
  return runCli(args);
}

async function runCli(args) {
  const node = await prepare();
  await ensureBuild(node);
  return runProgram(node, [program('apps/cli/dist/main.js'), ...args]);
}

export async function build() {
  await ensureBuild(await prepare());
  return 0;
}

export async function check() {
  return summarise(await runCheck(await prepare()));
}

export async function test() {
  const node = await prepare();
  const checks = await runCheck(node);
  return summarise([...checks, ...(await runSuites(node))]);
}

/** The long sizes of the tests that search: `npm run test:long -- fuzz` for those whose path has the word. */
export async function testLong(args) {
  return summarise(await runLongSuites(await prepare(), args));
}

/** The conformance suite on a network of its own, or on one that is up: `npm run conformance -- --network FOLDER`. */
export async function conformance(args) {
  const node = await prepare();
  await ensureBuild(node);
  return runProgram(node, [program('test/conformance/suite/main.ts'), ...args]);
}

export async function bench(args) {
  const node = await prepare();
  await ensureBuild(node);
  await ensureBundles(benchPrograms);
  return runProgram(node, [program('test/bench/main.ts'), ...args]);
}

async function prepare() {
  const node = await ensureNode();
  await ensureModules({ folder: root, node });
  return node;
}

function program(path) {
  if (existsSync(join(root, path))) return join(root, path);
  throw new Failure(`${path} does not exist.`);
}
