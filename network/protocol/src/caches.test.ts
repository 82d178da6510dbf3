import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { sha256, signLowS } from './crypto.js';
import { SignatureChecks } from './signature-checks.js';

const { privateKey, publicKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

test('a signature followed by rubbish is not taken for the hash by which it is remembered', () => {
  const checks = new SignatureChecks();
  const message = Buffer.from('message');
  // What follows the sequence is ignored, as by a peer.
  const long = Buffer.concat([signLowS(privateKey, message), Buffer.alloc(1000)]);
  expect(checks.holds({ signer: 'a', key, message, signature: long })).toBe(true);
  expect(checks.holds({ signer: 'a', key, message, signature: sha256(long) })).toBe(false);
  expect(checks.holds({ signer: 'a', key, message, signature: long })).toBe(true);
});
