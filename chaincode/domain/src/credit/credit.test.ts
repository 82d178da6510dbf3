import { expect, test } from '@jest/globals';
import { aCredit, presentation } from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { creditStatuses, decodeCredit, encodeCredit } from './credit.js';

test.each(creditStatuses)('a credit that is %s reads back as written', (status) => {
  const text = encodeCredit(aCredit({ status }));
  expect(decodeCredit(text)).toEqual(aCredit({ status }));
  expect(encodeCredit(decodeCredit(text))).toBe(text);
});

const { terms, ...withoutTerms } = aCredit();
test.each([
  ['no JSON', ''],
  ['another kind', JSON.stringify({ ...aCredit(), kind: 'request' })],
  ['a field too many', JSON.stringify({ ...aCredit(), colour: 'red' })],
  ['a field too few', JSON.stringify(withoutTerms)],
  ['a bad time', JSON.stringify({ ...aCredit(), latestTime: '2026-05-10T08:00:00Z' })],
  ['version 0', JSON.stringify({ ...aCredit(), version: 0 })],
  ['a presentation before its time', JSON.stringify({ ...aCredit(), presentation })],
  ['no presentation when presented', JSON.stringify({ ...aCredit(), status: 'presented' })],
  [
    'an early settlement',
    JSON.stringify({ ...aCredit({ status: 'settled' }), status: 'honoured' }),
  ],
])('refuses to read a record with %s', (_, text) => {
  expect(terms.goods).not.toBe('');
  expect(refusalOf(() => decodeCredit(text)).code).toBe('RECORD_UNREADABLE');
});
