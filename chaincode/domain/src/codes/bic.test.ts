import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { bicSchema } from './bic.js';

const form =
  'the whole must be a BIC of 8 or 11 capital letters and digits (ISO 9362), such as DEUTDEFF';
const country =
  'the whole must be a BIC with a country code (ISO 3166) as its fifth and sixth characters, such as DEUTDEFF';

test.each(['DEUTDEFF', 'DEUTDEFFXXX', 'DEUTDEFF500', 'AB12GB2L', 'BANKXKPR'])(
  '%s is a BIC',
  (text) => {
    expect(problemsOf(bicSchema, text)).toEqual([]);
  },
);

test.each([
  ['AAAAZZ11', country],
  ['DEUTEUFF', country],
  ['DEUTD2FF', form],
  ['DEUTDEF', form],
  ['DEUTDEFF5', form],
  ['DEUTDEFF50', form],
  ['DEUTDEFF5000', form],
  ['deutdeff', form],
  ['DEUT DEFF', form],
  ['DEUTDEFF\n', form],
  ['', form],
])('%j is no BIC', (text, problem) => {
  expect(problemsOf(bicSchema, text)).toEqual([problem]);
});
