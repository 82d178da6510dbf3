import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { incotermSchema } from './incoterms.js';
import type { IncotermRule } from './incoterms.js';

const rules: readonly IncotermRule[] = [
  ...(['EXW', 'FCA', 'CPT', 'CIP', 'DAP', 'DPU', 'DDP'] as const),
  ...(['FAS', 'FOB', 'CFR', 'CIF'] as const),
];

test.each(rules)('%s is a rule', (term) => {
  expect(problemsOf(incotermSchema, { term, place: 'Nansha' })).toEqual([]);
});

test.each(['DAT', 'DDU', 'DAF', 'C&F', 'fob', 'toString', '', 1, null])(
  '%j is no rule of Incoterms 2020',
  (term) => {
    expect(problemsOf(incotermSchema, { term, place: 'Nansha' })).toEqual([
      'term must be a rule of Incoterms 2020, such as FOB',
    ]);
  },
);

test('the longest place has 65 characters', () => {
  expect(problemsOf(incotermSchema, { term: 'FOB', place: 'x'.repeat(65) })).toEqual([]);
});

test.each([
  ['', 'place must not be empty'],
  ['x'.repeat(66), 'place must have at most 65 characters'],
  [' Nansha', 'place must not start or end with a space'],
  ['Nan\nsha', 'place must be one line without control characters'],
])('%j is no place', (place, problem) => {
  expect(problemsOf(incotermSchema, { term: 'FOB', place })).toEqual([problem]);
});

test('a rule without a place is none', () => {
  expect(problemsOf(incotermSchema, { term: 'FOB' })).toHaveLength(1);
});
