import { describe, expect, test } from '@jest/globals';
import { layouts } from './layouts.js';

const atLeast =
  (n: number) =>
  (chosen: readonly string[]): boolean =>
    chosen.length >= n;

describe('layouts', () => {
  test('are the smallest sets that are enough', () => {
    expect(layouts(['a', 'b', 'c'], atLeast(2))).toEqual([
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ]);
  });

  test('put sets with the preferred candidate first', () => {
    const sets = layouts(['a', 'b', 'c'], atLeast(1), 'c');
    expect(sets).toEqual([['c'], ['a'], ['b']]);
  });

  test('are none when all candidates together are not enough', () => {
    expect(layouts(['a'], atLeast(2))).toEqual([]);
  });

  test('leave out sets with a candidate too many', () => {
    const needsA = (chosen: readonly string[]): boolean => chosen.includes('a');
    expect(layouts(['a', 'b'], needsA)).toEqual([['a']]);
  });
});
