import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { countryCodes, countrySchema } from './countries.js';

const problem = 'the whole must be a country code of two capital letters (ISO 3166)';

test('there are 249 countries, in the order of their codes, each once', () => {
  const codes = [...countryCodes];
  expect(codes).toHaveLength(249);
  expect(codes).toEqual([...codes].sort());
});

// The platform's list is the oracle: the rules themselves may not use it.
test('each country has a name', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect([...countryCodes].filter((code) => names.of(code) === undefined)).toEqual([]);
});

test.each(['PT', 'CN', 'SG', 'AD', 'ZW'])('%s is a country', (text) => {
  expect(problemsOf(countrySchema, text)).toEqual([]);
});

test.each(['ZZ', 'EU', 'UK', 'SU', 'AN', 'XK', 'pt', 'PRT', 'P', '', 'PT\n', 'AD AE'])(
  '%j is no country',
  (text) => {
    expect(problemsOf(countrySchema, text)).toEqual([problem]);
  },
);
