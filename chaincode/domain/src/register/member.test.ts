import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { memberContent } from '../../test-support/register.js';
import { memberContentSchema } from './member.js';

const bank = memberContent('trade', 'ImportBankMSP');
const key = { use: 'log', sha256: '1d'.repeat(32) };

test.each([
  {},
  { bic: 'BTEJPTPL' },
  { bic: 'BTEJPTPLOPO' },
  { bic: 'BTEJPTPLXXY' },
  { bic: 'BTEJMXXX' },
  { name: 'x'.repeat(140) },
  { businessRoles: ['bank', 'importer'] },
  { keys: Array.from({ length: 16 }, () => key) },
  { status: 'suspended' },
])('the register may hold a member with %j', (change) => {
  expect(problemsOf(memberContentSchema, { ...bank, ...change })).toEqual([]);
});

test.each([
  [{ bic: 'BTEJPTPLXXX' }, 'bic must leave the branch XXX out'],
  [{ bic: 'BTEJPTP' }, 'bic must be a BIC'],
  [{ name: 'x'.repeat(141) }, 'name must have at most 140 characters'],
  [{ lei: '7LTWFZYICNSX8D621K87' }, 'lei must end in its check digits'],
  [{ businessRoles: [] }, 'businessRoles must name at least one role'],
  [{ businessRoles: ['bank', 'bank'] }, 'businessRoles must not name a role twice'],
  [{ place: 'Lisbon' }, 'place must be a UN/LOCODE'],
  [{ guard: '' }, 'guard must be the identifier of a member'],
  [{ keys: Array.from({ length: 17 }, () => key) }, 'keys '],
  [{ keys: [{ ...key, use: 'payment' }] }, 'keys.0.use '],
  [{ status: 'gone' }, 'status '],
  [{ surprise: 1 }, 'the whole '],
])('and none with %j', (change, problem) => {
  const [first, ...others] = problemsOf(memberContentSchema, { ...bank, ...change });
  expect(first).toContain(problem);
  expect(others).toEqual([]);
});
