import { DerError } from './der-error.js';

export interface BitString {
  readonly bytes: Uint8Array;
  /** How many bits of the last byte do not count. */
  readonly unused: number;
}

/** The bytes of a BIT STRING, its last bit at the right end. */
export function rightAligned({ bytes, unused }: BitString): Uint8Array {
  if (unused === 0) return bytes;
  return bytes.map((byte, i) => (byte >> unused) | ((bytes[i - 1] ?? 0) << (8 - unused)));
}

/** The value of an INTEGER. */
export function signed(twosComplement: Uint8Array): bigint {
  const hex = Buffer.from(twosComplement).toString('hex');
  return BigInt.asIntN(twosComplement.length * 8, BigInt(`0x${hex}`));
}

/** Whether an INTEGER is in its shortest form. */
export function isShortest(value: Uint8Array): boolean {
  const [first, second] = value;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !(first === 0 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** Numbers in an identifier may not be larger than a 32-bit machine counts. */
const ARC_LIMIT = 2 ** 31;

/** The numbers of an OBJECT IDENTIFIER. */
export function dotted(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  let begun = false;
  for (const byte of content) {
    if (!begun && byte === 0x80) throw new DerError('a bad OBJECT IDENTIFIER');
    value = value * 128 + (byte & 0x7f);
    if (value >= ARC_LIMIT) throw new DerError('an OBJECT IDENTIFIER is too large');
    begun = byte >= 0x80;
    if (begun) continue;
    arcs.push(value);
    value = 0;
  }
  const [both, ...rest] = arcs;
  if (begun || both === undefined) throw new DerError('a bad OBJECT IDENTIFIER');
  // The first number stands for two.
  const first = Math.min(2, Math.floor(both / 40));
  return [first, both - first * 40, ...rest].join('.');
}
