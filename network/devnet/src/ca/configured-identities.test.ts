import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { identityOf, parseIdentities } from './configured-identities.js';
import type { ConfiguredIdentity } from './configured-identities.js';
import { isSecret } from './secrets.js';

const mei: ConfiguredIdentity = {
  name: 'mei',
  pass: 'long and random',
  type: 'client',
  affiliation: '',
  attrs: { 'argosy.role': 'tradeOfficer:ecert', note: 'kept' },
};

test('what is left out is empty, and what nobody knows is refused by its path', () => {
  const short = { name: 'mei', pass: 'p', type: 'client' };
  expect(parseIdentities(JSON.stringify({ tls: [short] }))).toEqual({
    enrolment: [],
    tls: [{ ...short, affiliation: '', attrs: {} }],
    chaincode: [],
  });
  expect(() => parseIdentities(JSON.stringify({ tls: [{ ...short, pas: 'p' }] }))).toThrow(
    'tls[0]',
  );
});

test('an identity of the configuration has a hashed secret, and attributes for certificates where they say so', () => {
  const { secretHash, ...rest } = identityOf(mei, -1, randomBytes);
  expect(isSecret(mei.pass, secretHash)).toBe(true);
  expect(secretHash).not.toContain(mei.pass);
  expect(rest).toEqual({
    id: 'mei',
    type: 'client',
    affiliation: '',
    attributes: [
      { name: 'argosy.role', value: 'tradeOfficer', ecert: true },
      { name: 'note', value: 'kept', ecert: false },
    ],
    maxEnrolments: -1,
    enrolments: 0,
    revoked: false,
    wrongSecrets: 0,
  });
});

test('an attribute with another ending is refused by its name', () => {
  const wrong = (value: string) => () =>
    identityOf({ ...mei, attrs: { 'argosy.role': value } }, -1, randomBytes);
  expect(wrong('a:b')).toThrow('argosy.role');
  expect(wrong('a:ecert:b')).toThrow('argosy.role');
});
