/** How fast a read model is built from block 0, on each engine. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RebuildFigure } from './measure.ts';

type Say = (line: string) => void;

const run = promisify(execFile);
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Blocks with one transaction each, and blocks with many. */
export async function benchRebuild(say: Say): Promise<void> {
  const args = ['--no-warnings', '--experimental-vm-modules'];
  const hooks = file('../../support/typescript.ts');
  const env = { ...process.env, CORE_CHAINCODE_LOGGING_LEVEL: 'error' };
  const { stdout } = await run(process.execPath, [...args, '--import', hooks, file('measure.ts')], {
    env,
  });
  const last = stdout.trimEnd().split('\n').at(-1) ?? '[]';
  say('\nA read model built from block 0');
  say('| engine | blocks | transactions | blocks/s | transactions/s |');
  say('| --- | --: | --: | --: | --: |');
  for (const figure of JSON.parse(last) as readonly RebuildFigure[]) say(row(figure));
}

function row({ engine, blocks, transactions, seconds }: RebuildFigure): string {
  const rates = [blocks / seconds, transactions / seconds].map((rate) => rate.toFixed(0));
  return `| ${[engine, blocks, transactions, ...rates].join(' | ')} |`;
}
