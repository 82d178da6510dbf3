// PostgreSQL's server programs, for the tests of the gateway's database. They are installed where nobody
// has to be asked: as root on Debian, in which continuous integration runs.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run } from './processes.js';
import { say, step } from './report.js';

const debianFolder = '/usr/lib/postgresql';
const install = ['install', '--yes', '--no-install-recommends', 'postgresql'];

/** Install Debian's package where it is missing and this may be done; say how otherwise. Without it the tests on a server are not run. */
export async function ensurePostgres() {
  if (hasPostgres()) return;
  const mayInstall = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (!mayInstall) {
    say('PostgreSQL is not on this machine. On Debian: sudo apt-get install postgresql');
    return;
  }
  await step('PostgreSQL from Debian, for the tests of the gateway’s database', async () => {
    keepServerFromStarting();
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['-o', 'Dpkg::Options::=--force-confold', ...install]]) {
      const { code } = await run('apt-get', args, { capture: true, limitSeconds: 300, env });
      if (code !== 0)
        return say(`apt-get ${args[0]} failed: install the package postgresql yourself.`);
    }
  });
}

export function hasPostgres() {
  const folders = existsSync(debianFolder)
    ? readdirSync(debianFolder).map((version) => join(debianFolder, version, 'bin'))
    : [];
  return [process.env.POSTGRES_BIN ?? '', ...folders].some((it) => existsSync(join(it, 'initdb')));
}

/** The package would make and start a server of its own; the tests start theirs. */
function keepServerFromStarting() {
  const folder = '/etc/postgresql-common';
  const file = join(folder, 'createcluster.conf');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, 'create_main_cluster = false\n');
}
