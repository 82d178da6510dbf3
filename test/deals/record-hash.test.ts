import { createHash } from 'node:crypto';
import { encodeRecord } from '@argosy/domain/shared/record-text';
import { recordBody } from '@argosy/gateway/http/record-body';
import { expect, test } from '@jest/globals';
import { recordHash } from 'argosy/deal/gateway/record-hash';
import { aCredit } from '../../chaincode/domain/test-support/credits.js';

test('the hash of a record in an answer is that of the record on the ledger', () => {
  const record = aCredit();
  const answer = recordBody(record);
  expect(answer.terms.amount).toHaveProperty('decimal');
  const expected = createHash('sha256').update(encodeRecord(record)).digest('hex');
  expect(recordHash(JSON.parse(JSON.stringify(answer)))).toBe(expected);
});

test('a member that is called decimal elsewhere is part of the record', () => {
  expect(recordHash({ decimal: '1' })).not.toBe(recordHash({}));
});
