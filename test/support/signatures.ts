import { sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { integer, sequence } from './der.js';

const orders: Readonly<Record<string, bigint>> = {
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
};

/** Whether the second number of an ECDSA signature is the smaller or the larger of the two that would verify. */
export type Half = 'low' | 'high';

/** Sign, with the S asked for where the key is one of an elliptic curve with two that hold. */
export function signWith(
  key: KeyObject,
  message: Uint8Array,
  { half = 'low', digest = 'sha256' }: { readonly half?: Half; readonly digest?: string } = {},
): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sign(null, message, key);
  if (key.asymmetricKeyType !== 'ec') return sign(digest, message, key);
  const order = orders[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (order === undefined) throw new TypeError('a curve whose order is not known here');
  const plain = sign(digest, message, { key, dsaEncoding: 'ieee-p1363' });
  const r = plain.subarray(0, plain.length / 2);
  const s = plain.subarray(plain.length / 2);
  return sequence(integer(r), integer(inHalf(s, order, half)));
}

function inHalf(s: Buffer, order: bigint, half: Half): Buffer {
  const value = BigInt(`0x${s.toString('hex')}`);
  const isHigh = value > order / 2n;
  if (isHigh === (half === 'high')) return s;
  return Buffer.from((order - value).toString(16).padStart(s.length * 2, '0'), 'hex');
}

/** A P-256 signature with the other S: both hold, and only one of them counts. */
export function otherHalf(signature: Buffer): Buffer {
  const lengthOfR = signature[3]!;
  const r = signature.subarray(4, 4 + lengthOfR);
  const s = signature.subarray(4 + lengthOfR + 2);
  const other = orders['prime256v1']! - BigInt(`0x${s.toString('hex')}`);
  const hex = other.toString(16).padStart(64, '0');
  return sequence(integer(r), integer(Buffer.from(hex, 'hex')));
}
