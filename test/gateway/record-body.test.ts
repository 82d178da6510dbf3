import { anyBodySchema } from '@argosy/gateway/documents/all';
import { recordBody } from '@argosy/gateway/http/record-body';
import { expect, test } from '@jest/globals';
import { anAmendment } from '../../chaincode/domain/test-support/amendments.js';

test('an amendment that increases the credit is answered with the decimal form of the increase', () => {
  const amendment = anAmendment({ change: { increase: { currency: 'USD', minor: '3000000' } } });
  const answer = anyBodySchema.parse(recordBody(amendment));
  expect(answer).toMatchObject({ change: { increase: { minor: '3000000', decimal: '30000.00' } } });
});
