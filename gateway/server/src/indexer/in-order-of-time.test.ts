import { expect, test } from '@jest/globals';
import { inOrderOfTime } from './in-order-of-time.js';

const at = (time: string, name: string) => ({ time, name });
const namesOf = (channels: Parameters<typeof inOrderOfTime<ReturnType<typeof at>>>[0]) =>
  [...inOrderOfTime(channels)].map(({ name }) => name).join('');

test('entries of several channels come by their times', () => {
  const one = [at('1', 'a'), at('3', 'c')];
  const other = [at('2', 'b'), at('4', 'd')];
  expect(namesOf([one, other])).toBe('abcd');
  expect(namesOf([other, one])).toBe('abcd');
});

test('a channel keeps its order, whatever times are claimed in it', () => {
  expect(namesOf([[at('5', 'a'), at('1', 'b')], [at('3', 'x')]])).toBe('xab');
});

test('of equal times the first channel comes first', () => {
  expect(namesOf([[at('1', 'a')], [at('1', 'x')]])).toBe('ax');
});

test('of nothing there is nothing', () => {
  expect(namesOf([[], []])).toBe('');
});
