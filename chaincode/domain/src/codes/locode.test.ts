import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { countryOf, locodeSchema } from './locode.js';

const form = 'the whole must be a UN/LOCODE: two letters and three of A-Z and 2-9, such as NLRTM';
const country =
  'the whole must start with a country code (ISO 3166), as a UN/LOCODE does, such as NLRTM';

test.each(['DEBRV', 'NLRTM', 'CNNSA', 'US2CB', 'US999', 'USAZ2'])('%s is a place', (text) => {
  expect(problemsOf(locodeSchema, text)).toEqual([]);
});

test.each([
  ['US1CB', form],
  ['US0CB', form],
  ['DEBR', form],
  ['DEBRVX', form],
  ['DE BRV', form],
  ['debrv', form],
  ['D2BRV', form],
  ['DEBRÜ', form],
  ['DEBRV\n', form],
  ['', form],
  ['ZZBRV', country],
  ['UKLON', country],
])('%j is no place', (text, problem) => {
  expect(problemsOf(locodeSchema, text)).toEqual([problem]);
});

test('a place has its country', () => {
  expect(countryOf('DEBRV')).toBe('DE');
});
