import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { mrnSchema } from './mrn.js';

const form =
  'the whole must be two digits, a country code, 13 letters and digits, and a digit (MRN)';
const country = 'the whole must have a country code (ISO 3166) as its third and fourth characters';

test.each(['26PT000040123456J7', '26DE123456789ABCD0', '26XI000060000000A9'])(
  '%s is a declaration number',
  (text) => {
    expect(problemsOf(mrnSchema, text)).toEqual([]);
  },
);

test.each([
  ['26ZZ000040123456J7', country],
  ['26EU000040123456J7', country],
  ['26PT00004012345J7', form],
  ['26PT0000401234567J8', form],
  ['2PT0000040123456J7', form],
  ['26P1000040123456J7', form],
  ['26PT000040123456JA', form],
  ['26pt000040123456j7', form],
  ['26PT 00040123456J7', form],
  ['26PT000040123456J7\n', form],
  ['', form],
])('%j is no declaration number', (text, problem) => {
  expect(problemsOf(mrnSchema, text)).toEqual([problem]);
});
