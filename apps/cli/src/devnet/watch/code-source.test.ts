import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readChaincodeFolder } from '../chaincode-folder.js';
import { watchCode } from './code-source.js';
import type { CodeSource } from './code-source.js';

const modules = fileURLToPath(new URL('../../../../../node_modules', import.meta.url));

let folder = '';
let source: CodeSource | undefined;
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-watch-'));
  symlinkSync(modules, join(folder, 'node_modules'));
  said = [];
});
afterEach(async () => {
  await source?.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string, content: unknown): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
};
function begin(): void {
  source = watchCode(readChaincodeFolder(folder), {
    onCode: () => said.push('code'),
    onBuilding: () => said.push('building'),
    onFault: (text) => said.push(`fault: ${text}`),
  });
}
async function until(what: RegExp): Promise<void> {
  const since = performance.now();
  while (!said.some((it) => what.test(it))) {
    if (performance.now() - since > 30_000)
      throw new Error(`not said: ${String(what)} in ${said.join('; ')}`);
    await delay(10);
  }
  said = [];
}

test('JavaScript is new as soon as it is saved, also in a folder that was not there', async () => {
  write('package.json', { main: 'index.js' });
  write('index.js', '1');
  begin();
  write('index.js', '2');
  await until(/code/);
  write('deep/er/more.js', '3');
  await until(/code/);
  write('deep/er/more.js', '4');
  await until(/code/);
});

test('what was saved without a change, or where nobody edits, is no new code', async () => {
  write('package.json', { main: 'index.js' });
  write('index.js', '1');
  write('coverage/old.js', '1');
  begin();
  write('index.js', '1');
  write('coverage/new.js', '2');
  write('notes.txt', 'later');
  await delay(200);
  expect(said).toEqual([]);
});

test('TypeScript is compiled by a compiler that stays, and its errors are told', async () => {
  write('package.json', { main: 'dist/index.js', scripts: { build: 'tsc' } });
  write('tsconfig.json', {
    compilerOptions: {
      outDir: 'dist',
      rootDir: 'src',
      strict: true,
      types: [],
      module: 'nodenext',
    },
    include: ['src'],
  });
  write('src/index.ts', 'export const contracts: number[] = [1];\n');
  begin();
  await until(/code/);
  write('src/index.ts', 'export const contracts: number[] = ["one"];\n');
  await until(/fault: src\/index\.ts\(1,\d+\): error TS2322/);
  write('src/index.ts', 'export const contracts: number[] = [2];\n');
  await until(/code/);
}, 60_000);

test('another build script is run after each change, and what it says is told when it fails', async () => {
  const build = 'node build.cjs';
  write('package.json', { main: 'dist/index.js', scripts: { build } });
  write(
    'build.cjs',
    "const { mkdirSync, readFileSync, writeFileSync } = require('fs'); const text = readFileSync('source.txt', 'utf8'); if (text === 'bad') { console.error('no good'); process.exit(3); } mkdirSync('dist', { recursive: true }); writeFileSync('dist/index.js', text);",
  );
  write('source.txt', 'one');
  begin();
  await until(/code/);
  write('source.txt', 'bad');
  await until(/fault: no good/);
  write('source.txt', 'two');
  await until(/code/);
}, 60_000);
