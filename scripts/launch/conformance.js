// The conformance suite: the same cases on the development network and, where there is one, on real Fabric.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { count, failures } from './jest.js';
import { heartbeat } from './part.js';
import { root } from './paths.js';
import { say, secondsSince, tail } from './report.js';
import { runTool } from './tools.js';

const title = 'conformance suite on the devnet';

/** What `npm test` says of it where no real peers are at hand. */
export const onRealFabric = {
  name: 'conformance on real Fabric',
  reason: 'FABRIC_BIN not set',
  optional: true,
};

/** Run the suite on a network of its own, and count its cases. */
export async function runConformance(node) {
  const startedAt = performance.now();
  const stop = heartbeat(title, startedAt);
  const folder = mkdtempSync(join(tmpdir(), 'argosy-conformance-'));
  const file = join(folder, 'report.json');
  const program = join(root, 'test/conformance/suite/main.ts');
  const { code, output } = await runTool(node, [program, '--report', file], { limitSeconds: 1800 });
  stop();
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  rmSync(folder, { recursive: true, force: true });
  const result = { title, ...count(report, code) };
  const verdict = result.failed === 0 ? 'ok    ' : 'FAILED';
  const numbers = `${result.passed} passed, ${result.failed} failed`;
  say(`${verdict} ${title}: ${numbers}, ${secondsSince(startedAt)}`);
  if (result.failed > 0) say(report === undefined ? tail(output) : failures(report));
  return { ...result, notRun: [...result.notRun, onRealFabric] };
}
