import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cleanInstall } from './npm.js';
import { step } from './report.js';

/** Install the modules of package-lock.json, unless they are in place already. */
export async function ensureModules({ folder, node }) {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const digest = createHash('sha256').update(lock).digest('hex');
  const stamp = join(folder, 'node_modules', '.argosy-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  if (!holdsWhatLockSays(folder, lock)) {
    await step('Modules', () => cleanInstall({ folder, node, what: 'the modules' }));
  }
  writeFileSync(stamp, digest);
}

/** npm keeps in node_modules a list of what it put there. Packages for other platforms are in the
 *  lock only. */
function holdsWhatLockSays(folder, lock) {
  const list = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(list)) return false;
  const locked = JSON.parse(lock).packages;
  const installed = JSON.parse(readFileSync(list, 'utf8')).packages;
  const same = (path) =>
    locked[path]?.version === installed[path]?.version &&
    locked[path]?.integrity === installed[path]?.integrity;
  const inModules = (path) => path.startsWith('node_modules/');
  const needed = Object.keys(locked).filter((path) => inModules(path) && !locked[path].optional);
  return [...needed, ...Object.keys(installed).filter(inModules)].every(same);
}
