import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { devnetModules, devnetProgram } from './devnet-program.js';

const whole = 'network/devnet/dist/bundle/main.js';

describe('which devnet is started', () => {
  let repository: string;

  /** A file that was written so many seconds after another moment. */
  const write = (file: string, seconds: number): void => {
    const path = join(repository, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    utimesSync(path, 1_700_000_000 + seconds, 1_700_000_000 + seconds);
  };

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'devnet-program-'));
    for (const name of ['protocol', 'ledger', 'devnet'])
      write(`network/${name}/dist/.tsbuildinfo`, 10);
    write('package-lock.json', 10);
  });
  afterEach(() => {
    rmSync(repository, { recursive: true });
  });

  test('the one file, if it is there and nothing is newer', () => {
    write(whole, 20);
    expect(devnetProgram(repository)).toBe(join(repository, whole));
  });

  test('the modules, if there is no such file', () => {
    expect(devnetProgram(repository)).toBe(devnetModules(repository));
  });

  test.each(['network/protocol/dist/.tsbuildinfo', 'package-lock.json'])(
    'the modules, if %s is newer',
    (file) => {
      write(whole, 20);
      write(file, 30);
      expect(devnetProgram(repository)).toBe(devnetModules(repository));
    },
  );
});
