/** Run the conformance suite: on a network of its own, or on one that is up already. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { engines, startSuiteNetwork } from './network-up.ts';
import type { SuiteRun } from './network-up.ts';
import { outcomesOf, writeRecord } from './record.ts';
import type { JestReport } from './record.ts';

const usage =
  'usage: npm run conformance -- [--engine devnet | --network FOLDER] [--record NAME] [WORD ...]';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    engine: { type: 'string', default: 'devnet' },
    /** The run folder of a network that is up. */
    network: { type: 'string' },
    /** Write what came of each case to records/NAME.json. */
    record: { type: 'string' },
    /** Write Jest's report to a file, for whoever started this. */
    report: { type: 'string' },
  },
});

const root = resolve(import.meta.dirname, '../../..');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function network(): Promise<SuiteRun> {
  if (values.network !== undefined)
    return { home: resolve(values.network), stop: () => Promise.resolve() };
  if (!engines.some((name) => name === values.engine))
    throw new Error(
      `there is no engine ${values.engine}: it can be ${engines.join(', ')}\n${usage}`,
    );
  return startSuiteNetwork((line) => {
    say(`       ${line}`);
  });
}

/** Run Jest on the network; what it says of each file is shown as it comes. */
function runJest(home: string, report: string): Promise<number> {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const config = join(import.meta.dirname, 'jest.config.js');
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const options = ['--config', config, '--runInBand', '--json', `--outputFile=${report}`];
  const child = spawn(process.execPath, [...flags, jest, ...options, ...positionals], {
    cwd: root,
    env: { ...process.env, ARGOSY_CONFORMANCE_NETWORK: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise((done) => {
    child.once('exit', (code) => {
      done(code ?? 1);
    });
  });
}

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-conformance-report-'));
  const file = values.report ?? join(folder, 'report.json');
  const { home, stop } = await network();
  try {
    const code = await runJest(home, file);
    const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
    if (values.record !== undefined) writeRecord(values.record, home, outcomesOf(report));
    say(`${report.numPassedTests} cases passed, ${report.numFailedTests} failed`);
    return code;
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
