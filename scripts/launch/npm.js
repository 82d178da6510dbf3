import { existsSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';

import { run } from './processes.js';
import { Failure, tail } from './report.js';

const quiet = ['--ignore-scripts', '--no-audit', '--no-fund'];
const endWithParent = new URL('./end-with-parent.js', import.meta.url).href;

/** `npm ci` in a folder, with the machine's npm on the given Node. Refuses with npm's last lines. */
export async function cleanInstall({ folder, node, what }) {
  const args = ['--import', endWithParent, npmProgram(), 'ci', ...quiet];
  const env = { PATH: [dirname(node), process.env.PATH].join(delimiter) };
  const { code, output } = await run(node, args, { cwd: folder, env, capture: true });
  if (code === 0) return;
  throw new Failure(`npm could not install ${what} (exit code ${code}):\n${tail(output, 15)}`);
}

/** npm's own JavaScript entry: from npm when it started the launcher, else where Node keeps it. */
function npmProgram() {
  const nodeFolder = dirname(process.execPath);
  const program = 'node_modules/npm/bin/npm-cli.js';
  const candidates = [
    process.env.npm_execpath ?? '',
    ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
    join(nodeFolder, '..', 'lib', program),
    join(nodeFolder, program),
  ];
  for (const candidate of candidates) {
    if (candidate === '' || !existsSync(candidate)) continue;
    const path = realpathSync(candidate);
    if (basename(path) === 'npm-cli.js') return path;
  }
  throw new Failure('npm was not found. Install Node 24, which brings npm with it.');
}
