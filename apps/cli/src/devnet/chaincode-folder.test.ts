import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chaincodeName, readChaincodeFolder, requireBuilt } from './chaincode-folder.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, content: unknown = ''): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};
const installed = (): void => {
  write('node_modules/fabric-shim/package.json', { name: 'fabric-shim', version: '2.5.8' });
};
const aFolder = (manifest: object = {}): void => {
  write('package.json', { name: 'counter', version: '1.2.3', main: 'index.js', ...manifest });
  installed();
};

test('a JavaScript folder', () => {
  aFolder();
  write('index.js');
  const read = readChaincodeFolder(folder);
  expect(read).toEqual({
    path: folder,
    name: 'counter',
    version: '1.2.3',
    main: join(folder, 'index.js'),
    isTypeScript: false,
    build: undefined,
    serve: undefined,
    warnings: [],
  });
  expect(() => requireBuilt(read)).not.toThrow();
});

test('a TypeScript folder with a script of its own', () => {
  write('package.json', { main: 'dist/main', scripts: { build: 'tsc', argosy: 'node server.js' } });
  write('tsconfig.json', '{}');
  const read = readChaincodeFolder(folder);
  expect(read).toMatchObject({ version: '1.0', isTypeScript: true, build: 'tsc' });
  expect(read.serve).toBe('node server.js');
  expect(() => requireBuilt(read)).not.toThrow();
});

test('a main module may be named without its extension, or by its folder', () => {
  aFolder({ main: 'lib' });
  write('lib/index.js');
  expect(() => requireBuilt(readChaincodeFolder(folder))).not.toThrow();
});

test.each([
  ['@bank/asset-transfer', 'asset-transfer'],
  ['asset_transfer.basic', 'asset-transfer-basic'],
  ['-odd-', 'odd'],
])('the package %s makes the chaincode %s', (name, chaincode) => {
  expect(chaincodeName(name)).toBe(chaincode);
});

describe('what cannot be run is refused, and says what to do', () => {
  test('no folder', () => {
    expect(() => readChaincodeFolder(join(folder, 'missing'))).toThrow('There is no folder');
  });

  test('no package.json', () => {
    expect(() => readChaincodeFolder(folder)).toThrow('It has no package.json. Name the folder');
  });

  test('a chaincode in another language', () => {
    write('go.mod');
    expect(() => readChaincodeFolder(folder)).toThrow('it looks like a chaincode in Go');
  });

  test('a package.json that is no JSON', () => {
    write('package.json', '{');
    expect(() => readChaincodeFolder(folder)).toThrow('package.json cannot be read');
  });

  test('nothing that says where the contracts are', () => {
    write('package.json', { name: 'counter' });
    expect(() => readChaincodeFolder(folder)).toThrow('It has no main.');
  });

  test('modules that were never installed', () => {
    write('package.json', { main: 'index.js' });
    expect(() => readChaincodeFolder(folder)).toThrow('It has no node_modules. Run npm install');
  });

  test('modules without the shim', () => {
    write('package.json', { main: 'index.js' });
    mkdirSync(join(folder, 'node_modules'));
    expect(() => readChaincodeFolder(folder)).toThrow('npm install fabric-shim');
  });

  test('TypeScript that is not built', () => {
    aFolder({ main: 'dist/index.js' });
    write('tsconfig.json', '{}');
    const read = readChaincodeFolder(folder);
    expect(() => requireBuilt(read)).toThrow('is not built');
    expect(() => requireBuilt(read)).toThrow('--watch');
  });

  test('a main module that nothing would build', () => {
    aFolder();
    expect(() => requireBuilt(readChaincodeFolder(folder))).toThrow('has no main module');
  });
});

test.each([
  ['0.4.0', 0],
  ['0.4.1', 1],
])('class-transformer %s gets %i warnings', (version, count) => {
  aFolder();
  write('node_modules/fabric-contract-api/package.json', { version: '2.5.8' });
  write('node_modules/class-transformer/package.json', { version });
  const { warnings } = readChaincodeFolder(folder);
  expect(warnings).toHaveLength(count);
});
