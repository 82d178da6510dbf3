import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signLowS, verifySignature, verifySignatureAsync } from './crypto.js';
import { halfOrder, isLowS, parseSignature, toLowS } from './ecdsa.js';
import { verificationKey } from './verification-key.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const key = verificationKey(publicKey);
const message = Buffer.from('a documentary credit');
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

interface Parts {
  readonly r: Buffer;
  readonly s: Buffer;
}

/** The two integers of a signature, with their headers. */
function parts(signature: Buffer): Parts {
  const end = 4 + (signature[3] ?? 0);
  return { r: signature.subarray(2, end), s: signature.subarray(end) };
}

const sequence = (...elements: Uint8Array[]): Buffer => {
  const body = Buffer.concat(elements);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
};

/** The same signature with the other S: as valid to the curve, refused by Fabric. */
function withOtherS(signature: Buffer): Buffer {
  const parsed = parseSignature(signature);
  if (parsed === undefined) throw new Error('unreadable');
  const other = ORDER - BigInt(`0x${Buffer.from(parsed.s).toString('hex')}`);
  const bytes = Buffer.from(other.toString(16).padStart(64, '0'), 'hex');
  const s = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return sequence(parts(signature).r, Buffer.of(2, s.length), s);
}

test.each(['P-224', 'P-256', 'P-384', 'P-521'])('on %s S is made low', (namedCurve) => {
  const pair = generateKeyPairSync('ec', { namedCurve });
  const curve = pair.publicKey.asymmetricKeyDetails?.namedCurve;
  const limit = halfOrder(curve) ?? Buffer.alloc(0);
  let high = 0;
  for (let i = 0; i < 60; i++) {
    const raw = sign('sha256', message, pair.privateKey);
    const parsed = parseSignature(raw);
    if (parsed !== undefined && !isLowS(parsed, limit)) high++;
    const low = toLowS(raw, curve) ?? Buffer.alloc(0);
    expect(verifySignature(verificationKey(pair.publicKey), message, low)).toBe(true);
  }
  // Half of OpenSSL's signatures are high: none among 60 would mean that the test proves nothing.
  expect(high).toBeGreaterThan(5);
});

describe('verifying ECDSA', () => {
  const good = signLowS(privateKey, message);
  const { r, s } = parts(good);
  const body = Buffer.concat([r, s]);
  const filler = Buffer.concat([Buffer.of(4, 0x81, 200), Buffer.alloc(200)]);
  const long = Buffer.concat([body, filler]);

  test.each([
    ['as it was made', good],
    ['with bytes after the sequence', Buffer.concat([good, Buffer.of(0, 1)])],
    ['with another element in the sequence', sequence(r, s, Buffer.of(5, 0))],
    ['with rubbish after S in the sequence', sequence(r, s, Buffer.of(0xff))],
    [
      'with a length of two bytes, where it is needed',
      Buffer.concat([Buffer.of(0x30, 0x82, long.length >> 8, long.length & 0xff), long]),
    ],
  ])('accepts a signature %s, on the spot and on the pool', async (_, signature) => {
    expect(verifySignature(key, message, signature)).toBe(true);
    expect(await verifySignatureAsync(key, message, signature)).toBe(true);
  });

  test.each([
    ['of another message', good, Buffer.from('another')],
    ['with a high S', withOtherS(good), message],
    ['that is empty', Buffer.alloc(0), message],
    ['that is cut short', good.subarray(0, -1), message],
    ['whose integer is padded', sequence(padded(r), s), message],
    ['with a length byte too many', Buffer.concat([Buffer.of(0x30, 0x81, body.length), body])],
    ['with a zero length byte', Buffer.concat([Buffer.of(0x30, 0x82, 0, body.length), body])],
    ['of indefinite length', Buffer.concat([Buffer.of(0x30, 0x80), body, Buffer.of(0, 0)])],
    ['with S = 0', sequence(r, Buffer.of(2, 1, 0))],
    ['with a negative R', sequence(Buffer.of(2, 1, 0x81), s)],
    [
      'with an R beyond the order',
      sequence(Buffer.concat([Buffer.of(2, 33, 1), Buffer.alloc(32)]), s),
    ],
    ['with R only', sequence(r)],
    ['that is a set', Buffer.concat([Buffer.of(0x31), good.subarray(1)])],
  ])('refuses a signature %s', async (_, signature, signed = message) => {
    expect(verifySignature(key, signed, signature)).toBe(false);
    expect(await verifySignatureAsync(key, signed, signature)).toBe(false);
  });

  test('hashes with SHA3-256 where the MSP says so', () => {
    const sha3 = verificationKey(publicKey, 'sha3-256');
    const low = toLowS(sign('sha3-256', message, privateKey), 'prime256v1') ?? Buffer.alloc(0);
    expect(verifySignature(sha3, message, low)).toBe(true);
    expect(verifySignature(key, message, low)).toBe(false);
    expect(verifySignature(sha3, message, good)).toBe(false);
  });

  /** An integer with one zero byte more than it needs. */
  function padded(integer: Buffer): Buffer {
    const value = integer.subarray(2);
    const zeros = (value[0] ?? 0) === 0 ? Buffer.alloc(1) : Buffer.alloc(2);
    return Buffer.concat([Buffer.of(2, value.length + zeros.length), zeros, value]);
  }
});

describe('verifying with other keys', () => {
  test('Ed25519 signs the message itself', async () => {
    const pair = generateKeyPairSync('ed25519');
    const edwards = verificationKey(pair.publicKey);
    const signature = sign(null, message, pair.privateKey);
    expect(verifySignature(edwards, message, signature)).toBe(true);
    expect(await verifySignatureAsync(edwards, message, signature)).toBe(true);
    const trailed = Buffer.concat([signature, Buffer.of(0)]);
    for (const other of [trailed, signature.subarray(1), Buffer.alloc(0)])
      expect(verifySignature(edwards, message, other)).toBe(false);
    expect(verifySignature(edwards, Buffer.from('another'), signature)).toBe(false);
  });

  test.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['another curve', generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
  ])('a key of %s verifies nothing', (_, pair) => {
    const signature = sign('sha256', message, pair.privateKey);
    expect(verifySignature(verificationKey(pair.publicKey), message, signature)).toBe(false);
  });

  test('nothing is verified by an MSP with an unknown family of hashes', () => {
    const unknown = verificationKey(publicKey, 'unknown');
    expect(verifySignature(unknown, message, signLowS(privateKey, message))).toBe(false);
  });
});
