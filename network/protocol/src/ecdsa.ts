/** ECDSA signatures as DER: the reading rules of Go's `encoding/asn1`, and the low S rule of Fabric's BCCSP. */
import type { KeyObject } from 'node:crypto';

/** Where the two integers stand, big-endian without the sign byte, and where the sequence ends. */
export interface ParsedSignature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  /** True when the input is nothing but the two integers. */
  readonly exact: boolean;
}

const P256_ORDER = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
const halfOrders: Readonly<Record<string, Buffer>> = {
  secp224r1: half('ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d'),
  prime256v1: half(P256_ORDER),
  secp384r1: half(
    'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
  secp521r1: half(
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  ),
};
const HALF_P256 = half(P256_ORDER);
const ORDER_P256 = Buffer.from(P256_ORDER, 'hex');

function half(orderHex: string): Buffer {
  const hex = (BigInt(`0x${orderHex}`) >> 1n).toString(16);
  return Buffer.from(hex.padStart(orderHex.length, '0'), 'hex');
}

/** Read SEQUENCE { INTEGER r, INTEGER s }. Lengths and integers must be minimal and positive; what follows s is ignored. */
export function parseSignature(signature: Uint8Array): ParsedSignature | undefined {
  const sequence = element(signature, 0, 0x30);
  if (sequence === undefined) return undefined;
  const inside = signature.subarray(sequence.start, sequence.end);
  const r = element(inside, 0, 0x02);
  if (r === undefined) return undefined;
  const s = element(inside, r.end, 0x02);
  if (s === undefined) return undefined;
  const rBytes = positive(inside.subarray(r.start, r.end));
  const sBytes = positive(inside.subarray(s.start, s.end));
  if (rBytes === undefined || sBytes === undefined) return undefined;
  const exact = s.end === inside.length && sequence.end === signature.length;
  return { r: rBytes, s: sBytes, exact };
}

function element(
  input: Uint8Array,
  at: number,
  tag: number,
): { start: number; end: number } | undefined {
  if (input[at] !== tag) return undefined;
  const first = input[at + 1];
  if (first === undefined) return undefined;
  if (first < 0x80) return within(input, at + 2, first);
  // No ECDSA signature in use is longer than 255 bytes: one length byte, and only when it is needed.
  const length = input[at + 2];
  if (first !== 0x81 || length === undefined || length < 0x80) return undefined;
  return within(input, at + 3, length);
}

function within(
  input: Uint8Array,
  start: number,
  length: number,
): { start: number; end: number } | undefined {
  return start + length <= input.length ? { start, end: start + length } : undefined;
}

/** The magnitude of a minimal, positive INTEGER. */
function positive(value: Uint8Array): Uint8Array | undefined {
  const [first, second] = value;
  if (first === undefined || first >= 0x80) return undefined;
  if (first !== 0) return value;
  return second !== undefined && second >= 0x80 ? value.subarray(1) : undefined;
}

/** Whether S is at most half the order of the key's curve. False for a curve that Fabric does not use. */
export function isLowS(key: KeyObject, { s }: ParsedSignature): boolean {
  const limit = halfOrders[key.asymmetricKeyDetails?.namedCurve ?? ''];
  return limit !== undefined && compareMagnitude(s, limit) <= 0;
}

function compareMagnitude(a: Uint8Array, b: Uint8Array): number {
  const left = stripZeros(a);
  const right = stripZeros(b);
  return left.length === right.length ? Buffer.compare(left, right) : left.length - right.length;
}

function stripZeros(value: Uint8Array): Uint8Array {
  let start = 0;
  while (value[start] === 0) start++;
  return value.subarray(start);
}

/** The signature as OpenSSL reads it: nothing but the two integers. */
export function normalise(signature: Uint8Array, parsed: ParsedSignature): Uint8Array {
  return parsed.exact ? signature : encodeSignature(parsed.r, parsed.s);
}

/** A P-256 signature with its S replaced by N - S where S is high. */
export function toLowS(signature: Buffer): Buffer {
  const parsed = parseSignature(signature);
  if (parsed === undefined) throw new TypeError('not an ECDSA signature');
  if (compareMagnitude(parsed.s, HALF_P256) <= 0) return signature;
  return encodeSignature(parsed.r, subtractFromOrder(parsed.s));
}

function subtractFromOrder(s: Uint8Array): Buffer {
  const result = Buffer.alloc(32);
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const digit = (ORDER_P256[i] ?? 0) - (s[i - 32 + s.length] ?? 0) - borrow;
    borrow = digit < 0 ? 1 : 0;
    result[i] = digit & 0xff;
  }
  return result;
}

function encodeSignature(r: Uint8Array, s: Uint8Array): Buffer {
  const body = Buffer.concat([integer(r), integer(s)]);
  const header = body.length < 0x80 ? [0x30, body.length] : [0x30, 0x81, body.length];
  return Buffer.concat([Buffer.from(header), body]);
}

function integer(magnitude: Uint8Array): Buffer {
  const value = stripZeros(magnitude);
  const sign = (value[0] ?? 0) >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, value.length + sign.length, ...sign]), value]);
}
