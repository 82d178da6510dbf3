import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { incoterms } from '../../test-support/register.js';
import { codeListContentSchema } from './code-list.js';

const meaning = 'Something';
const codes = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ code: String(10_000 + at), meaning }));

test.each([
  {},
  { name: 'ab' },
  { name: `a${'B'.repeat(31)}` },
  { edition: 'x'.repeat(140) },
  { codes: [{ code: '!', meaning }] },
  { codes: [{ code: '~'.repeat(20), meaning }] },
  { codes: codes(2000) },
])('a code list may have %j', (change) => {
  expect(problemsOf(codeListContentSchema, { ...incoterms, ...change })).toEqual([]);
});

const order = 'codes must be in ascending order of codes, each code once';
const form = 'codes.0.code must be a code of 1 to 20 characters without spaces';
const name = 'name must be the name of a code list, such as units';

test.each([
  [{ name: 'a' }, name],
  [{ name: 'Units' }, name],
  [{ name: `a${'B'.repeat(32)}` }, name],
  [{ edition: 'x'.repeat(141) }, 'edition must have at most 140 characters'],
  [{ codes: [] }, 'codes must have at least one code'],
  [{ codes: codes(2001) }, 'codes must have at most 2000 codes'],
  [{ codes: [...codes(2)].reverse() }, order],
  [{ codes: [...codes(1), ...codes(1)] }, order],
  [{ codes: [{ code: '', meaning }] }, form],
  [{ codes: [{ code: 'A B', meaning }] }, form],
  [{ codes: [{ code: 'é', meaning }] }, form],
  [{ codes: [{ code: 'x'.repeat(21), meaning }] }, form],
  [{ codes: [{ code: 'A', meaning: '' }] }, 'codes.0.meaning must not be empty'],
])('and not %j', (change, problem) => {
  expect(problemsOf(codeListContentSchema, { ...incoterms, ...change })).toEqual([problem]);
});
