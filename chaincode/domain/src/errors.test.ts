import { describe, expect, test } from '@jest/globals';
import { errorCodes, isErrorCode, LedgerError, ruleOf } from './errors.js';

const notFound = LedgerError.of('RECORD_NOT_FOUND', { document: 'credit', parts: ['LC "{1}\\'] });

describe('a refusal', () => {
  test('is JSON in its message', () => {
    expect(JSON.parse(notFound.message)).toEqual({
      code: 'RECORD_NOT_FOUND',
      details: { document: 'credit', parts: ['LC "{1}\\'] },
    });
  });

  test.each([
    ['alone', (message: string) => message],
    ['as the peer wraps it', (message: string) => `chaincode response 500, ${message}`],
    ['between other braces', (message: string) => `{x} { "a": {"b":1}} ${message} {}`],
    ['before an open brace', (message: string) => `${message} {"code":`],
  ])('is found %s', (_, wrap) => {
    const found = LedgerError.parse(wrap(notFound.message));
    expect(found).toBeInstanceOf(LedgerError);
    expect(found?.code).toBe('RECORD_NOT_FOUND');
    expect(found?.details).toEqual(notFound.details);
  });

  test.each([
    '',
    'chaincode response 500, boom',
    '{"code":"NO_SUCH_CODE","details":{}}',
    '{"code":"toString","details":{}}',
    '{"code":"RECORD_NOT_FOUND"}',
    '{"code":"RECORD_NOT_FOUND","details":[]}',
    '{"code":"RECORD_NOT_FOUND","details":null}',
    '{"code":"RECORD_NOT_FOUND","details":{}',
    '{"outer":{"code":"RECORD_NOT_FOUND","details":{}}}',
  ])('is not found in %j', (text) => {
    expect(LedgerError.parse(text)).toBeUndefined();
  });

  test('is a sentence for people', () => {
    expect(notFound.sentence).toBe('There is no credit LC "{1}\\.');
    const part = { document: 'credit', msp: 'AMSP', required: ['issuingBank'], actual: [] };
    expect(LedgerError.of('ACTION_WRONG_PARTY', { action: 'issue', ...part }).sentence).toBe(
      'The act issue on a credit is for the issuingBank in it; the part of AMSP in it: none.',
    );
    const earlier = { transactionId: 'ab', sameContent: true };
    expect(LedgerError.of('REQUEST_ALREADY_RECORDED', earlier).sentence).toContain(': yes)');
    const parsed = LedgerError.parse('{"code":"RECORD_NOT_FOUND","details":{}}');
    expect(parsed?.sentence).toBe('There is no unknown unknown.');
  });
});

test('a refusal without an argument of its sentence does not compile', () => {
  // @ts-expect-error What is missing is missing.
  expect(LedgerError.of('RECORD_NOT_FOUND', {}).code).toBe('RECORD_NOT_FOUND');
});

test('every sentence ends as one, and every rule names its article', () => {
  for (const [code, { sentence }] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)+$/);
    expect(sentence).toMatch(/\.$/);
    if (isErrorCode(code))
      expect(ruleOf(code) ?? 'UCP 600 art. 1').toMatch(/^(?:UCP 600|eUCP|MLETR|ISO|DCSA)/);
  }
});
