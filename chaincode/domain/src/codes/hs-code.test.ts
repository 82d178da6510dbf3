import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { hsCodeSchema } from './hs-code.js';

const form = 'the whole must be an HS code of 6 to 10 digits without dots';
const chapter =
  'the whole must start with a chapter of the Harmonized System: 01 to 97, without 77';

test.each(['871200', '8712003', '87120030', '871200302', '8712003020', '010121', '970610'])(
  '%s is a code of goods',
  (text) => {
    expect(problemsOf(hsCodeSchema, text)).toEqual([]);
  },
);

test.each([
  ['87120', form],
  ['87120030201', form],
  ['8712.00', form],
  ['87120A', form],
  [' 871200', form],
  ['871200\n', form],
  ['', form],
  ['000000', chapter],
  ['001000', chapter],
  ['770000', chapter],
  ['980000', chapter],
  ['990000', chapter],
])('%j is no code of goods', (text, problem) => {
  expect(problemsOf(hsCodeSchema, text)).toEqual([problem]);
});

test.each(['760110', '780110', '970110'])('%s is next to a chapter that is none', (text) => {
  expect(problemsOf(hsCodeSchema, text)).toEqual([]);
});
