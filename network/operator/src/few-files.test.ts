import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inFewFiles } from './few-files.js';

describe('which form of a program is started', () => {
  let repository: string;
  let program: string;
  let whole: string;

  /** A file that was written so many seconds after another moment. */
  const write = (file: string, seconds: number, content = ''): void => {
    const path = join(repository, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, 1_700_000_000 + seconds, 1_700_000_000 + seconds);
  };
  const writeWhole = (seconds: number): void => {
    write('own/dist/bundle/made-of.json', seconds, '["../.info","../../../used/.info"]');
    write('own/dist/bundle/main.cjs', seconds);
  };

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'few-files-'));
    program = join(repository, 'own/dist/main.js');
    whole = join(repository, 'own/dist/bundle/main.cjs');
    write('own/dist/.info', 10);
    write('used/.info', 10);
  });
  afterEach(() => {
    rmSync(repository, { recursive: true });
  });

  test('the one in few files, if it is there and nothing is newer', () => {
    writeWhole(10);
    expect(inFewFiles(program)).toBe(whole);
  });

  test('the modules, if there is no such file', () => {
    expect(inFewFiles(program)).toBe(program);
  });

  test.each(['own/dist/.info', 'used/.info'])('the modules, if %s is newer', (file) => {
    writeWhole(10);
    write(file, 11);
    expect(inFewFiles(program)).toBe(program);
  });
});
