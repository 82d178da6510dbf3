import { expect, test } from '@jest/globals';
import { verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@argosy/protocol/crypto';
import { chanceFor, sampleOf } from '../../../../test/support/long-run.js';
import { seededSurroundings, sign } from './seeded-keys.js';

test('signs as a library for it does, and as OpenSSL wants it', () => {
  const chance = chanceFor('seeded keys');
  const { makeKeys } = seededSurroundings('any', () => 0);
  for (let i = 0; i < sampleOf(40, 5_000); i++) {
    const { privateKey, publicKey } = makeKeys();
    const secret = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
    const message = chance.bytes(chance.below(300));
    const options = { prehash: false, lowS: true, format: 'der' } as const;
    const expected = p256.sign(sha256(message), secret, options);
    const signature = sign(privateKey, message);
    expect(signature.toString('hex')).toBe(Buffer.from(expected).toString('hex'));
    expect(verify('sha256', message, publicKey, signature)).toBe(true);
  }
});

test('the same seed gives the same keys', () => {
  const twice = [1, 2].map(() => seededSurroundings('same', () => 0).makeKeys().privateKey);
  const [one, other] = twice.map((key) => key.export({ format: 'jwk' }).d);
  expect(one).toBe(other);
});
