import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { sha256 } from '@argosy/protocol/crypto';
import type { KeyPair, Surroundings } from '../ca/surroundings.js';
import { seededBytes } from './virtual-time.js';

/** What a development CA takes from outside, from a seed: the same keys, serial numbers and signatures again. */
export function seededSurroundings(seed: string, now: () => number): Surroundings {
  const random = seededBytes(`${seed} certificates`);
  const secrets = seededBytes(`${seed} keys`);
  return { now, random, makeKeys: () => keyPair(secrets(p256.lengths.seed ?? 48)), sign };
}

/** ECDSA over SHA-256 with the nonce of RFC 6979, which is the same for the same message; low S, in DER. */
export function sign(key: KeyObject, message: Uint8Array): Buffer {
  const options = { prehash: false, lowS: true, format: 'der' } as const;
  return Buffer.from(p256.sign(sha256(message), secretOf(key), options));
}

function keyPair(seed: Uint8Array): KeyPair {
  const secret = p256.utils.randomSecretKey(seed);
  const point = p256.getPublicKey(secret, false);
  const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: part(secret),
      x: part(point.subarray(1, 33)),
      y: part(point.subarray(33)),
    },
  });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

const secrets = new WeakMap<KeyObject, Uint8Array>();

function secretOf(key: KeyObject): Uint8Array {
  const known = secrets.get(key);
  if (known !== undefined) return known;
  const secret = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  secrets.set(key, secret);
  return secret;
}
