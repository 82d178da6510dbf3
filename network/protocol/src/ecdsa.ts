/** ECDSA signatures as DER: the reading rules of Go's `encoding/asn1`, and the low S rule of Fabric's BCCSP. */
/** Where the two integers stand, big-endian without the sign byte, and where the sequence ends. */
export interface ParsedSignature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  /** True when the input is nothing but the two integers. */
  readonly exact: boolean;
}

/** The orders of the curves that Fabric uses, by OpenSSL's names. */
const orders: Readonly<Record<string, bigint>> = {
  secp224r1: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  prime256v1: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  secp384r1:
    0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  secp521r1:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

/** Half the order of a curve, the highest S that Fabric admits. Undefined for a curve that it does not use. */
export function halfOrder(curve: string | undefined): Buffer | undefined {
  const order = curve === undefined ? undefined : orders[curve];
  return order === undefined ? undefined : magnitude(order >> 1n);
}

function magnitude(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
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
  const length = lengthAt(input, at + 1);
  if (length === undefined) return undefined;
  const { start, value } = length;
  return start + value <= input.length ? { start, end: start + value } : undefined;
}

/** Longer lengths than this Go does not read. */
const LENGTH_LIMIT = 1 << 23;

/** A length in its shortest form, and where the content starts. An indefinite one is refused. */
function lengthAt(input: Uint8Array, at: number): { start: number; value: number } | undefined {
  const first = input[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { start: at + 1, value: first };
  const start = at + 1 + (first & 0x7f);
  let value = 0;
  for (const byte of input.subarray(at + 1, start)) {
    value = value * 256 + byte;
    if (value === 0 || value >= LENGTH_LIMIT * 256) return undefined;
  }
  return value < 0x80 || start > input.length ? undefined : { start, value };
}

/** The magnitude of a minimal, positive INTEGER. */
function positive(value: Uint8Array): Uint8Array | undefined {
  const [first, second] = value;
  if (first === undefined || first >= 0x80) return undefined;
  if (first !== 0) return value;
  return second !== undefined && second >= 0x80 ? value.subarray(1) : undefined;
}

/** Whether S is at most half the order of the curve. */
export function isLowS({ s }: ParsedSignature, limit: Uint8Array): boolean {
  return compareMagnitude(s, limit) <= 0;
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

/** A signature with its S replaced by N - S where S is high, in the shortest form. Undefined when it cannot be read. */
export function toLowS(signature: Uint8Array, curve: string | undefined): Buffer | undefined {
  const parsed = parseSignature(signature);
  const limit = halfOrder(curve);
  if (parsed === undefined || limit === undefined) return undefined;
  if (isLowS(parsed, limit)) return encodeSignature(parsed.r, parsed.s);
  const order = orders[curve ?? ''] ?? 0n;
  const low = order - BigInt(`0x${Buffer.from(parsed.s).toString('hex')}`);
  return low > 0n ? encodeSignature(parsed.r, magnitude(low)) : undefined;
}

/** A signature as DER of nothing but its two integers. */
export function encodeSignature(r: Uint8Array, s: Uint8Array): Buffer {
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.of(0x30), lengthBytes(body.length), body]);
}

function integer(magnitude: Uint8Array): Buffer {
  const value = stripZeros(magnitude);
  const sign = (value[0] ?? 0) >= 0x80 ? Buffer.of(0) : Buffer.alloc(0);
  return Buffer.concat([Buffer.of(0x02), lengthBytes(sign.length + value.length), sign, value]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes = magnitude(BigInt(length));
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}
