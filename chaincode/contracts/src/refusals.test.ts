// First of all imports: it sets what Fabric's packages read when they are loaded.
import '../test-support/quiet-fabric.js';
import { describe, expect, test } from '@jest/globals';
import { errorCodes, isErrorCode } from '@argosy/domain/errors';
import { anApplication } from '../../domain/test-support/credits.js';
import { signerWith } from '../test-support/identities.js';
import { triggers } from '../test-support/triggers/all.js';
import { act, by, refusalOfCall } from '../test-support/triggers/trigger.js';

const apply = act('credit', 'apply', anApplication());

describe('each refusal is reached through the router', () => {
  test('and none is left out', () => {
    expect(Object.keys(triggers).sort()).toEqual(Object.keys(errorCodes).sort());
  });

  test.each(Object.keys(triggers).filter(isErrorCode))('%s', async (code) => {
    const error = await triggers[code]();
    expect(error.code).toBe(code);
    // Every argument of the sentence is there.
    expect(error.sentence).not.toContain('unknown');
    expect(error.sentence).not.toMatch(/[{}]/);
  });
});

describe('access', () => {
  test('names the role that is asked for, and the one there is', async () => {
    const { details } = await triggers.ACCESS_ROLE_WRONG();
    expect(details).toEqual({
      function: 'credit:Issue',
      required: ['tradeOfficer', 'tradeSupervisor'],
      actual: 'trader',
      attribute: 'argosy.role',
    });
  });

  test('is not had by a role that nobody gives', async () => {
    const signer = await signerWith('ImporterMSP', '{"attrs":{"argosy.role":"admin"}}');
    expect((await refusalOfCall({ by: signer, args: apply })).code).toBe('ACCESS_ROLE_WRONG');
  });

  test('is not had by attributes that are not text', async () => {
    const signer = await signerWith('ImporterMSP', '{"attrs":{"argosy.role":["trader"]}}');
    expect((await refusalOfCall({ by: signer, args: apply })).code).toBe('ACCESS_ROLE_MISSING');
  });

  test.each(['', '{', '{}', 'null', '{"attrs":null}'])(
    'is refused with a code when the attributes are %j',
    async (attributes) => {
      const signer = await signerWith('ImporterMSP', attributes);
      const { code } = await refusalOfCall({ by: signer, args: apply });
      expect(['CALL_MALFORMED', 'CHAINCODE_FAULT']).toContain(code);
    },
  );

  test('is checked before the command is read', async () => {
    const signer = await signerWith('ImporterMSP', undefined);
    const args = act('credit', 'apply', '{');
    expect((await refusalOfCall({ by: signer, args })).code).toBe('ACCESS_ROLE_MISSING');
  });
});

test.each([
  [[]],
  [['nosuch:Apply', '{}', 'x']],
  [['credit:Apply']],
  [['credit:Apply', '{}', 'x', 'y']],
])('the call %j is malformed', async (args) => {
  const signer = await by('applicant', 'trader');
  expect((await refusalOfCall({ by: signer, args })).code).toBe('CALL_MALFORMED');
});

test.each([
  'credit:apply',
  'credit:act',
  'credit:read',
  'credit:refuseStranger',
  'credit:constructor',
  'credit:createContext',
  'credit:aroundTransaction',
  'credit:Apply:x',
  ':toString',
])('there is no function %s', async (name) => {
  const signer = await by('applicant', 'trader');
  const args = [name, '{}', '00'.repeat(32)];
  expect((await refusalOfCall({ by: signer, args })).code).toBe('FUNCTION_UNKNOWN');
});

test.each(['', 'ab', 'A'.repeat(64), '0'.repeat(63), '0'.repeat(65)])(
  'the request id %j is refused',
  async (id) => {
    const args = ['credit:Apply', JSON.stringify(anApplication()), id];
    const { code, details } = await refusalOfCall({ by: await by('applicant', 'trader'), args });
    expect([code, details['input']]).toEqual(['INPUT_INVALID', 'request id']);
  },
);
