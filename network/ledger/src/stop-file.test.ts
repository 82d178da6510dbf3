import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { stopFile } from './stop-file.js';

let folder: string;
let file: string;
const kill = jest.spyOn(process, 'kill');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-stop-'));
  file = join(folder, 'stop');
  kill.mockReset().mockReturnValue(true);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('ends the process at that occurrence of that point, and not the next process', () => {
  const reached = stopFile(file);
  writeFileSync(file, '2 after the block');
  reached('after the block');
  reached('before the block');
  expect(kill).not.toHaveBeenCalled();
  reached('after the block');
  expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
  expect([existsSync(file), existsSync(`${file}.reached`)]).toEqual([false, true]);
  stopFile(file)('after the block');
  expect(kill).toHaveBeenCalledTimes(1);
});

test('counts from when the file was written, and does nothing without it', () => {
  const reached = stopFile(file);
  reached('settled');
  writeFileSync(file, '2 settled');
  reached('settled');
  rmSync(file);
  reached('settled');
  writeFileSync(file, '2 settled');
  reached('settled');
  expect(kill).not.toHaveBeenCalled();
});

test('takes what it cannot read for no point', () => {
  writeFileSync(file, 'settled');
  stopFile(file)('settled');
  expect(kill).not.toHaveBeenCalled();
});
