import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { LogReader } from './log-reader.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'argosy-log-'));
  file = join(folder, 'a.log');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the last lines come first, then what is added, in whole lines', () => {
  writeFileSync(file, 'one\ntwo\nthree\n');
  const reader = new LogReader(file, 2);
  expect(reader.newLines()).toEqual(['two', 'three']);
  expect(reader.newLines()).toEqual([]);
  appendFileSync(file, 'four\nfi');
  expect(reader.newLines()).toEqual(['four']);
  appendFileSync(file, 've\n');
  expect(reader.newLines()).toEqual(['five']);
});

test('a log that is not there yet, and one that was begun anew, are read from their beginning', () => {
  const reader = new LogReader(file, 5);
  expect(reader.newLines()).toEqual([]);
  writeFileSync(file, 'a long first line\n');
  expect(reader.newLines()).toEqual(['a long first line']);
  writeFileSync(file, 'new\n');
  expect(reader.newLines()).toEqual(['new']);
});

test('no earlier line is shown where none is wanted', () => {
  writeFileSync(file, 'one\n');
  const reader = new LogReader(file, 0);
  expect(reader.newLines()).toEqual([]);
  appendFileSync(file, 'two\n');
  expect(reader.newLines()).toEqual(['two']);
});
