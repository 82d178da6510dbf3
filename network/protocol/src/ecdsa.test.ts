import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { signLowS, verifyEcdsa, verifyEcdsaAsync } from './crypto.js';
import { isLowS, parseSignature, toLowS } from './ecdsa.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const message = Buffer.from('a documentary credit');
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signature with the other S: as valid to the curve, refused by Fabric. */
function withOtherS(signature: Buffer): Buffer {
  const parsed = parseSignature(signature);
  if (parsed === undefined) throw new Error('unreadable');
  const other = ORDER - BigInt(`0x${Buffer.from(parsed.s).toString('hex')}`);
  const bytes = Buffer.from(other.toString(16).padStart(64, '0'), 'hex');
  const s = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  const r = signature.subarray(2, 4 + (signature[3] ?? 0));
  const body = Buffer.concat([r, Buffer.of(2, s.length), s]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

test('every signature that is made has a low S, and OpenSSL agrees with it', () => {
  let high = 0;
  for (let i = 0; i < 300; i++) {
    const raw = sign('sha256', message, privateKey);
    const parsed = parseSignature(raw);
    if (parsed !== undefined && !isLowS(publicKey, parsed)) high++;
    expect(verifyEcdsa(publicKey, message, toLowS(raw))).toBe(true);
  }
  // Half of OpenSSL's signatures are high: none among 300 would mean that the test proves nothing.
  expect(high).toBeGreaterThan(50);
});

describe('verifying', () => {
  const good = signLowS(privateKey, message);

  test('accepts a good signature, on the spot and on the pool', async () => {
    expect(verifyEcdsa(publicKey, message, good)).toBe(true);
    expect(await verifyEcdsaAsync(publicKey, message, good)).toBe(true);
  });

  test('accepts bytes after the sequence, as a peer does', () => {
    expect(verifyEcdsa(publicKey, message, Buffer.concat([good, Buffer.of(0, 1)]))).toBe(true);
  });

  test.each([
    ['of another message', good, Buffer.from('another')],
    ['with a high S', withOtherS(good), message],
    ['that is empty', Buffer.alloc(0), message],
    ['that is cut short', good.subarray(0, -1), message],
    ['whose integer is padded', padded(good), message],
  ])('refuses a signature %s', async (_, signature, signed) => {
    expect(verifyEcdsa(publicKey, signed, signature)).toBe(false);
    expect(await verifyEcdsaAsync(publicKey, signed, signature)).toBe(false);
  });

  /** R with one zero byte more than it needs. */
  function padded(signature: Buffer): Buffer {
    const length = signature[3] ?? 0;
    const r = Buffer.concat([Buffer.of(2, length + 2, 0, 0), signature.subarray(4, 4 + length)]);
    const body = Buffer.concat([r, signature.subarray(4 + length)]);
    return Buffer.concat([Buffer.of(0x30, body.length), body]);
  }
});
