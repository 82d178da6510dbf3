import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { outOfScope, rows } from './table.js';

const folder = import.meta.dirname;
const LAST = 77;

/** The titles of the rows' tests, as they stand in a file: one that is skipped or does nothing does not count. */
const titlesIn = (text: string): string[] =>
  [...text.matchAll(/^test\((['"])(row \d\d: .*)\1, (async )?\(\) => \{$/gm)].map((it) => it[2]!);

const titles = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => titlesIn(readFileSync(join(folder, name), 'utf8')));

const numbers = Array.from({ length: LAST }, (_, i) => i + 1);

test('the table has each row once', () => {
  expect(rows.map(({ number }) => number)).toEqual(numbers);
});

test('each row has one test of its name, or a reason why it cannot have one', () => {
  const excused = outOfScope.filter(({ part }) => part === undefined).map(({ number }) => number);
  const expected = rows
    .filter(({ number }) => !excused.includes(number))
    .map(({ number, name }) => `row ${String(number).padStart(2, '0')}: ${name}`);
  expect(titles().sort()).toEqual(expected.sort());
});

test.each([
  ["test('row 01: it counts', async () => {", 1],
  ["test.skip('row 01: it is skipped', () => {", 0],
  ["// test('row 01: it is a comment', () => {", 0],
  ["test('row 01: it does nothing', () => {});", 0],
])('%s', (line, count) => {
  expect(titlesIn(`\n${line}\n`)).toHaveLength(count);
});
