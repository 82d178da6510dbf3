import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/** What a Node process of the chaincode may load. */
const loaded = ['.js', '.cjs', '.mjs', '.json', '.node'];

/** A digest of the code as it would run now: equal when nothing that runs was changed. Modules that are installed do not count. */
export function codeDigest(folder: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(folder)) {
    hash.update(`${file}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((it) => {
      const path = join(folder, it.name);
      if (it.isDirectory()) return notLookedInto.includes(it.name) ? [] : filesIn(path);
      return it.isFile() && loaded.includes(extname(it.name)) ? [path] : [];
    });
}

/** Folders in which nobody edits the chaincode. */
export const notLookedInto: readonly string[] = ['node_modules', '.git', 'coverage'];

/** Says whether other modules were installed: npm writes down what it did. */
export const installedModules = (folder: string): string =>
  ['package.json', 'node_modules/.package-lock.json']
    .map((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join();
