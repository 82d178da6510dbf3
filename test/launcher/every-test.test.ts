import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

const root = new URL('../..', import.meta.url).pathname;

interface Parts {
  readonly unitTestFolders: readonly string[];
  readonly suites: readonly string[];
}

test('npm test runs every test file there is', () => {
  const { unitTestFolders, suites } = partsOfTheLauncher();
  const patterns = [...unitTestFolders, ...suites.map((name) => `/test/${name}/`)];
  const files = filesNamed('.test.ts', root);
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => !patterns.some((it) => new RegExp(it).test(`/${file}`)))).toEqual(
    [],
  );
});

test('the tests in a browser stand where Playwright looks for them', () => {
  const files = filesNamed('.spec.ts', root);
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !file.startsWith('test/browser/'))).toEqual([]);
});

function partsOfTheLauncher(): Parts {
  const from = (file: string) => new URL(`../../scripts/launch/${file}`, import.meta.url).href;
  const code = `import { unitTestFolders } from '${from('check.js')}';
    import { suiteNames } from '${from('suites.js')}';
    console.log(JSON.stringify({ unitTestFolders, suites: suiteNames() }));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', code]);
  return JSON.parse(output.toString()) as Parts;
}

function filesNamed(ending: string, folder: string, from = ''): string[] {
  return readdirSync(join(folder, from), { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist'].includes(entry.name) || entry.name.startsWith('.')) return [];
    const path = join(from, entry.name);
    if (entry.isDirectory()) return filesNamed(ending, folder, path);
    return entry.name.endsWith(ending) ? [path] : [];
  });
}
