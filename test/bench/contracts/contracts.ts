/** What the functions of the contracts cost, and what a whole deal takes. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ContractFigures, DevnetDeals } from './measure.ts';
import { sayDeals, sayDevnetDeals, sayFunctions } from './say.ts';

type Say = (line: string) => void;

const run = promisify(execFile);
const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** CPU of each function beside one that does nothing, bytes of its transaction, and whole deals: in memory, and on a network. */
export async function benchContracts(say: Say): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'argosy-bench-'));
  try {
    const { functions, deals } = await measured<ContractFigures>(folder, 'contracts');
    sayFunctions(functions, say);
    sayDeals(deals, say);
    sayDevnetDeals(await measured<DevnetDeals>(folder, 'devnet'), say);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measured<Figures>(folder: string, what: string): Promise<Figures> {
  const figures = join(folder, `${what}.json`);
  const hooks = file('../../support/typescript.ts');
  const args = ['--no-warnings', '--import', hooks, file('measure.ts'), what, figures];
  const env = { ...process.env, CORE_CHAINCODE_LOGGING_LEVEL: 'error' };
  await run(process.execPath, args, { env });
  return JSON.parse(readFileSync(figures, 'utf8')) as Figures;
}
