import { expect, test } from '@jest/globals';
import { problemsOf } from '../../test-support/problems.js';
import { incoterms, lisbon2026, memberEntry } from '../../test-support/register.js';
import { entriesSchema, entryParts } from './entries.js';
import type { Entry } from './entries.js';

const calendar = (year: number, place = 'PTLIS'): Entry => ({
  kind: 'calendar',
  calendar: { ...lisbon2026, place, year, holidays: [] },
});
const list: Entry = { kind: 'codeList', codeList: incoterms };
const carrier = memberEntry('trade', 'CarrierMSP');
const years = (count: number) => Array.from({ length: count }, (_, at) => calendar(2000 + at));

test.each([
  ['the same place in two years', [calendar(2026), calendar(2027)]],
  ['two places in a year', [calendar(2026), calendar(2026, 'CNCAN')]],
  ['a member, a calendar and a code list', [carrier, calendar(2026), list]],
  ['100 entries', years(100)],
])('a decision may enter %s', (_, entries) => {
  expect(problemsOf(entriesSchema, entries)).toEqual([]);
});

const twice = 'must not have two entries for the same member, calendar or code list';

test.each([
  ['nothing', [], 'must have at least one entry'],
  ['101 entries', years(101), 'must have at most 100 entries'],
  ['a member twice', [carrier, memberEntry('trade', 'CarrierMSP', { status: 'suspended' })], twice],
  ['a calendar twice', [calendar(2026), { ...calendar(2026) }], twice],
  ['a code list twice', [list, carrier, list], twice],
])('and not %s', (_, entries, problem) => {
  expect(problemsOf(entriesSchema, entries)).toEqual([`the whole ${problem}`]);
});

test.each([
  [{ kind: 'vessel', vessel: {} }],
  [{ kind: 'member', calendar: lisbon2026 }],
  [{ ...carrier, calendar: lisbon2026 }],
])('nor %j', (entry) => {
  expect(problemsOf(entriesSchema, [entry])).not.toEqual([]);
});

test('an entry is called as its record is', () => {
  expect([carrier, calendar(2026), list].map(entryParts)).toEqual([
    ['CarrierMSP'],
    ['PTLIS', '2026'],
    ['incoterms'],
  ]);
});
