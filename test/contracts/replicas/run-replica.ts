import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ReplicaResults } from './replica-process.js';
import type { Replica } from './replica.js';

const run = promisify(execFile);
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const preloads = [file('moved-world.ts'), file('../../support/typescript.ts')];
const program = file('replica-process.ts');

/** Has a replica execute the calls in a file. */
export async function runReplica(
  { name, zone, locale, years }: Replica,
  calls: string,
  folder: string,
): Promise<ReplicaResults> {
  const results = join(folder, `${name}.json`);
  const args = [...preloads.flatMap((it) => ['--import', it]), program, calls, results, name];
  const env = {
    TZ: zone,
    LANG: locale,
    LC_ALL: locale,
    REPLICA_YEARS: String(years),
    CORE_CHAINCODE_LOGGING_LEVEL: 'error',
  };
  await run(process.execPath, ['--no-warnings', ...args], { env });
  return JSON.parse(readFileSync(results, 'utf8')) as ReplicaResults;
}
