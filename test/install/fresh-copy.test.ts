import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../', import.meta.url));
const launcher = new URL('../../scripts/launch/', import.meta.url).href;

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Record<string, string>;
}
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  overrides: Record<string, string>;
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-install-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Run a line of JavaScript with the launcher's modules at hand; its value comes back as JSON. */
async function launch(module: string, call: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  const code = `import * as it from '${launcher}${module}.js';
    const value = await it.${call};
    process.stdout.write('\\n' + JSON.stringify(value ?? null));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', code],
    { cwd: folder, env: { ...process.env, NODE_OPTIONS: '', ...env } },
  );
  return JSON.parse(stdout.split('\n').at(-1) ?? '');
}

describe('the committed lock', () => {
  // npm writes a lock without the platforms that the registry misses, and npm ci then refuses it.
  const withPlatforms = Object.entries(lock.packages).filter(
    ([path, it]) => path.includes('node_modules/') && it.optionalDependencies !== undefined,
  );

  test('has packages with one binary package for each platform', () => {
    const names = withPlatforms.map(([path]) => path);
    expect(names).toEqual(expect.arrayContaining(['node_modules/@swc/core']));
    expect(names).toEqual(expect.arrayContaining(['node_modules/unrs-resolver']));
  });

  test.each(withPlatforms)('holds every platform of %s', (path, { optionalDependencies = {} }) => {
    const missing = Object.keys(optionalDependencies).filter(
      (name) =>
        lock.packages[`${path}/node_modules/${name}`] === undefined &&
        lock.packages[`node_modules/${name}`] === undefined,
    );
    expect(missing).toEqual([]);
  });
});

describe('a fresh copy', () => {
  test('installs from the committed lock with the machine’s npm', async () => {
    const manifests = globSync(['package{,-lock}.json', '*/*/package.json'], { cwd: root });
    const wanted = manifests.filter((path) => !path.startsWith('node_modules'));
    for (const path of [...wanted, '.npmrc']) cpSync(join(root, path), join(folder, path));
    const arguments_ = JSON.stringify({ folder, node: process.execPath });
    await launch('modules', `ensureModules(${arguments_})`);
    expect(globSync('node_modules/*', { cwd: folder }).length).toBeGreaterThan(100);
  }, 300_000);

  test('is not installed a second time', async () => {
    const startedAt = performance.now();
    const call = `ensureModules(${JSON.stringify({ folder, node: '/nowhere/node' })})`;
    await launch('modules', call);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  // npm checked the copy against the lock's integrity; so files that equal it are as published.
  test.each([
    'fabric-shim',
    'fabric-shim-api',
    'fabric-contract-api',
    '@hyperledger/fabric-gateway',
    '@hyperledger/fabric-protos',
    '@grpc/grpc-js',
  ])('has the same %s as this folder, file by file', (name) => {
    const path = join('node_modules', name);
    expect(lock.packages[`node_modules/${name}`]?.integrity).toMatch(/^sha512-/);
    const published = digests(join(folder, path));
    expect(Object.keys(published).length).toBeGreaterThan(3);
    expect(digests(join(root, path))).toEqual(published);
  });
});

test('only the two packages that cannot be had otherwise are overridden', () => {
  expect(manifest.overrides).toEqual({
    'class-transformer': '0.4.0',
    'unrs-resolver': '1.12.2',
  });
});

describe('Node 24 by npm', () => {
  test('two launchers at once on an older Node get one whole program', async () => {
    const cache = join(folder, 'cache');
    const call = `ensureNode(${JSON.stringify({ cache, version: '20.11.0' })})`;
    const [one, two] = await Promise.all([launch('toolchain', call), launch('toolchain', call)]);
    expect(one).toBe(two);
    const { stdout } = await promisify(execFile)(String(one), ['--version']);
    expect(stdout).toMatch(/^v24\./);
    expect(globSync('*', { cwd: cache })).toHaveLength(1);
  }, 300_000);

  test('is the running one where that will do', async () => {
    const call = `ensureNode(${JSON.stringify({ cache: folder, version: '24.21.0' })})`;
    expect(dirname(String(await launch('toolchain', call)))).toBe(dirname(process.execPath));
  });
});

function digests(path: string): Record<string, string> {
  const entries = globSync('**/*', { cwd: path, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    entries.map((file) => [
      file.slice(path.length),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}
