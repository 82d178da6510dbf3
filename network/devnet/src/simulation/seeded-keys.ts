import { createECDH, createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from '@argosy/protocol/crypto';
import { integer, sequence } from '@argosy/protocol/msp/der-forms';
import type { KeyPair, Surroundings } from '../ca/surroundings.js';
import { seededBytes } from './virtual-time.js';

/** What a development CA takes from outside, from a seed: the same keys, serial numbers and signatures again. */
export function seededSurroundings(seed: string, now: () => number): Surroundings {
  const random = seededBytes(`${seed} certificates`);
  const secrets = seededBytes(`${seed} keys`);
  return { now, random, makeKeys: () => keyPair(secrets(48)), sign };
}

/** The order of the curve P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SIZE = 32;

/**
 * ECDSA over SHA-256 on P-256 with the nonce of RFC 6979, which is the same for the same message; low S, in DER. OpenSSL multiplies
 * the point. Only for keys that nobody has to trust: the arithmetic takes a time that tells of the key.
 */
export function sign(key: KeyObject, message: Uint8Array): Buffer {
  const secret = secretOf(key);
  const digest = numberIn(sha256(message));
  for (const nonce of nonces(secret, digest % ORDER)) {
    const r = numberIn(pointOf(nonce).subarray(1, 1 + SIZE)) % ORDER;
    const s = modulo(inverse(nonce) * (digest + r * secret));
    if (r === 0n || s === 0n) continue;
    return sequence(
      integer(r.toString(16)),
      integer((s > ORDER / 2n ? ORDER - s : s).toString(16)),
    );
  }
  throw new TypeError('there is always another nonce');
}

function keyPair(seed: Uint8Array): KeyPair {
  const secret = (numberIn(seed) % (ORDER - 1n)) + 1n;
  const point = pointOf(secret);
  const part = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const [x, y] = [part(point.subarray(1, 1 + SIZE)), part(point.subarray(1 + SIZE))];
  const key = { kty: 'EC', crv: 'P-256', d: part(bytesOf(secret)), x, y };
  const privateKey = createPrivateKey({ format: 'jwk', key });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** RFC 6979, section 3.2. */
function* nonces(secret: bigint, digest: bigint): Generator<bigint, undefined> {
  const hmac = (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer =>
    createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  const material = [bytesOf(secret), bytesOf(digest)];
  let value: Buffer = Buffer.alloc(SIZE, 1);
  let key: Buffer = Buffer.alloc(SIZE);
  for (const step of [0, 1]) {
    key = hmac(key, value, Buffer.of(step), ...material);
    value = hmac(key, value);
  }
  for (;;) {
    value = hmac(key, value);
    const nonce = numberIn(value);
    if (nonce > 0n && nonce < ORDER) yield nonce;
    key = hmac(key, value, Buffer.of(0));
    value = hmac(key, value);
  }
}

/** The base point times a number, uncompressed. */
function pointOf(factor: bigint): Buffer {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(bytesOf(factor));
  return ecdh.getPublicKey();
}

const numberIn = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (number: bigint): Buffer =>
  Buffer.from(number.toString(16).padStart(2 * SIZE, '0'), 'hex');
const modulo = (number: bigint): bigint => ((number % ORDER) + ORDER) % ORDER;

/** By Euclid's algorithm. */
function inverse(number: bigint): bigint {
  let [low, high] = [modulo(number), ORDER];
  let [factor, other] = [1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high] = [high % low, low];
    [factor, other] = [other - times * factor, factor];
  }
  return modulo(factor);
}

const secrets = new WeakMap<KeyObject, bigint>();

function secretOf(key: KeyObject): bigint {
  const known = secrets.get(key);
  if (known !== undefined) return known;
  const secret = numberIn(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  secrets.set(key, secret);
  return secret;
}
