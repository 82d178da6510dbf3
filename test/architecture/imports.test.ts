import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { importsOf, parse, root, sourcesOf } from './sources.js';
import type { Source } from './sources.js';

/** Written by hand, apart from the lint rules' table: folder, package name, what it may import. */
const packages = [
  ['chaincode/domain', '@argosy/domain', []],
  ['chaincode/contracts', '@argosy/contracts', ['@argosy/domain']],
  ['network/protocol', '@argosy/protocol', []],
  ['network/ledger', '@argosy/ledger', ['@argosy/protocol']],
  ['network/devnet', '@argosy/devnet', ['@argosy/ledger', '@argosy/protocol']],
  [
    'network/operator',
    '@argosy/operator',
    ['@argosy/devnet', '@argosy/ledger', '@argosy/protocol'],
  ],
  ['gateway/server', '@argosy/gateway', ['@argosy/domain', '@argosy/ledger', '@argosy/protocol']],
  [
    'apps/cli',
    'argosy',
    [
      '@argosy/operator',
      '@argosy/gateway',
      '@argosy/devnet',
      '@argosy/ledger',
      '@argosy/protocol',
      '@argosy/domain',
    ],
  ],
] as const;

const names: readonly string[] = packages.map(([, name]) => name);

/** What a file imports against the rules, in words. */
function violations(source: Source, allowed: readonly string[]): string[] {
  const own = source.path.split('/').slice(0, 2).join('/');
  return importsOf(source)
    .filter((specifier) =>
      specifier.startsWith('.')
        ? !posix.join(posix.dirname(source.path), specifier).startsWith(`${own}/src/`)
        : names.includes(packageOf(specifier)) && !allowed.includes(packageOf(specifier)),
    )
    .map((specifier) => `${source.path} imports ${specifier}`);
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

interface Manifest {
  readonly name: string;
  readonly dependencies?: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

test('every workspace package is in the table of import directions', () => {
  const folders = ['chaincode', 'network', 'gateway', 'apps'].flatMap((area) =>
    readdirSync(join(root, area), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${area}/${entry.name}`)
      .filter((folder) => readdirSync(join(root, folder)).includes('package.json')),
  );
  expect(folders.sort()).toEqual(packages.map(([folder]) => folder).sort());
});

describe.each(packages)('%s', (folder, name, allowed) => {
  test('imports only what the directions allow', () => {
    const sources = sourcesOf(folder);
    expect(sources).not.toHaveLength(0);
    expect(sources.flatMap((source) => violations(source, allowed))).toEqual([]);
  });

  test('depends in its package.json only on what the directions allow', () => {
    const manifest = manifestOf(folder);
    const ours = Object.keys(manifest.dependencies ?? {}).filter((it) => names.includes(it));
    expect(manifest.name).toBe(name);
    expect(ours.filter((it) => !(allowed as readonly string[]).includes(it))).toEqual([]);
  });

  test('names in its package.json each package that it imports', () => {
    const declared = Object.keys(manifestOf(folder).dependencies ?? {});
    const foreign = sourcesOf(folder)
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
      .map(packageOf);
    expect([...new Set(foreign)].filter((it) => !declared.includes(it))).toEqual([]);
  });
});

/** Published packages are used through their front door, but for what is listed here, with why. */
const innerPaths = new Map([
  // The router that fabric-chaincode-node itself starts: the package has no door to it.
  [
    'chaincode/contracts/src/fabric-chaincode.ts',
    'fabric-shim/lib/contract-spi/chaincodefromcontract.js',
  ],
]);
const fabricPackages = [
  'fabric-shim',
  'fabric-shim-api',
  'fabric-contract-api',
  '@grpc/grpc-js',
].concat(['@hyperledger/fabric-gateway', '@hyperledger/fabric-protos']);

function innerImports(source: Source): string[] {
  return importsOf(source)
    .filter((it) => fabricPackages.includes(packageOf(it)) && it !== packageOf(it))
    .filter((it) => innerPaths.get(source.path) !== it)
    .map((specifier) => `${source.path} imports ${specifier}`);
}

test('no package reaches into the inside of a Fabric package', () => {
  const sources = packages.flatMap(([folder]) => sourcesOf(folder));
  expect(sources.flatMap(innerImports)).toEqual([]);
  const planted = parse('apps/cli/src/a.ts', "import 'fabric-shim/lib/stub.js';");
  expect(innerImports(planted)).toHaveLength(1);
});

describe('a planted wrong import is found', () => {
  test.each([
    ["import { buildApp } from '@argosy/gateway/app';"],
    ["import type { Credit } from '@argosy/domain/credit/credit';"],
    ["export * from '@argosy/contracts/main';"],
    ["const credit = await import('@argosy/domain/credit/credit');"],
    ["type Credit = import('@argosy/domain/credit/credit').Credit;"],
    ["const app = require('@argosy/gateway/app');"],
    ["import { step } from '../../../chaincode/domain/src/credit/steps.js';"],
  ])('%s', (line) => {
    const planted = parse('network/ledger/src/planted.ts', line);
    expect(violations(planted, ['@argosy/protocol'])).toHaveLength(1);
  });

  test('while an import along the arrows is not', () => {
    const line = "import { x } from '@argosy/protocol/wire'; import { y } from './y.js';";
    const right = parse('network/ledger/src/right.ts', line);
    expect(violations(right, ['@argosy/protocol'])).toEqual([]);
  });
});
