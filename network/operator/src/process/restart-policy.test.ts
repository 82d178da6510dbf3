import { expect, test } from '@jest/globals';
import { deathsInARow, pauseBeforeRestart } from './restart-policy.js';

test('the pause doubles with each death in a row, and after six the program is given up', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7].map(pauseBeforeRestart);
  expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, undefined]);
});

test('a death long after the start begins a new row', () => {
  expect(deathsInARow(5, 10_000)).toBe(6);
  expect(deathsInARow(5, 10_001)).toBe(1);
});
