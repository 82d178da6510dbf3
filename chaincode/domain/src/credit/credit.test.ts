import { expect, test } from '@jest/globals';
import { aCredit } from '../../test-support/credits.js';
import { refusalOf } from '../../test-support/refusal.js';
import { decodeRecord, encodeRecord, sealedText, sealRecordText } from '../shared/record-text.js';
import { creditDocument } from './credit.js';
import { creditStatuses } from './steps.js';

const decodeCredit = (text: string) => decodeRecord(creditDocument, text);

test.each(creditStatuses)('a credit that is %s reads back as written', (status) => {
  const text = encodeRecord(aCredit({ status }));
  expect(decodeCredit(text)).toEqual(aCredit({ status }));
  expect(encodeRecord(decodeCredit(text))).toBe(text);
});

const { terms, ...withoutTerms } = aCredit();
test.each([
  ['no JSON', ''],
  ['another kind', JSON.stringify({ ...aCredit(), kind: 'request' })],
  ['a field too many', JSON.stringify({ ...aCredit(), colour: 'red' })],
  ['a field too few', JSON.stringify(withoutTerms)],
  ['a bad time', JSON.stringify({ ...aCredit(), latestTime: '2026-05-10T08:00:00Z' })],
  ['version 0', JSON.stringify({ ...aCredit(), version: 0 })],
  ['a status of another document', JSON.stringify({ ...aCredit(), status: 'honoured' })],
  ['a seal that is no hash', JSON.stringify({ ...aCredit(), seal: '' })],
])('refuses to read a record with %s', (_, text) => {
  expect(terms.goods).not.toBe('');
  expect(refusalOf(() => decodeCredit(text)).code).toBe('RECORD_UNREADABLE');
});

test('a seal covers the guards and is not part of itself', () => {
  const { seal, ...unsealed } = aCredit();
  expect(JSON.parse(sealedText(unsealed))).toEqual(unsealed);
  expect(sealedText({ ...unsealed, guards: [] })).not.toBe(sealedText(unsealed));
  expect(sealRecordText(seal)).toBe(`{"kind":"seal","sha256":"${seal}"}`);
});
