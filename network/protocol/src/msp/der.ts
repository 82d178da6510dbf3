/**
 * Reading DER exactly as strictly as the X.509 reader of a Fabric peer: what it reads decides who is a member, so a more lenient
 * or a stricter reader would judge otherwise.
 */

import { DerError } from './der-error.js';
import { dotted, isShortest, signed } from './der-values.js';
import type { BitString } from './der-values.js';

export { DerError } from './der-error.js';
export { rightAligned, signed } from './der-values.js';

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  t61String: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag of `[number]`, for a simple value or for one that holds elements. */
export const contextTag = (number: number): number => 0x80 | number;
export const constructedTag = (number: number): number => 0xa0 | number;

export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With its header. */
  readonly whole: Uint8Array;
}

/** Reads elements one after the other. Every method throws DerError when there is not what it looks for. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get empty(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Whether the next element has this tag. */
  next(expected: number): boolean {
    return this.#bytes[this.#at] === expected;
  }

  any(): Element {
    const bytes = this.#bytes;
    const start = this.#at;
    const found = bytes[start];
    if (found === undefined) throw new DerError('an element is missing');
    if ((found & 0x1f) === 0x1f) throw new DerError('a tag of more than one byte');
    const { at, length } = lengthAt(bytes, start + 1);
    const end = at + length;
    if (end > bytes.length) throw new DerError('an element is cut short');
    this.#at = end;
    return { tag: found, content: bytes.subarray(at, end), whole: bytes.subarray(start, end) };
  }

  element(expected: number): Element {
    if (!this.next(expected)) throw new DerError(`no element with tag ${expected.toString(16)}`);
    return this.any();
  }

  /** The content of an element. */
  content(expected: number): Uint8Array {
    return this.element(expected).content;
  }

  /** A reader of what an element holds. */
  inside(expected: number): DerReader {
    return new DerReader(this.content(expected));
  }

  optional(expected: number): Uint8Array | undefined {
    return this.next(expected) ? this.content(expected) : undefined;
  }

  boolean(): boolean {
    const [value, ...more] = this.content(tag.boolean);
    if (more.length > 0 || (value !== 0 && value !== 0xff)) throw new DerError('a bad BOOLEAN');
    return value === 0xff;
  }

  /** The two's complement of an INTEGER in its shortest form. */
  integer(expected: number = tag.integer): Uint8Array {
    const value = this.content(expected);
    if (!isShortest(value)) throw new DerError('an INTEGER is not in its shortest form');
    return value;
  }

  /** An INTEGER that is not negative and not beyond what a number holds exactly. */
  count(): number {
    const value = signed(this.integer());
    if (value < 0n || value > BigInt(Number.MAX_SAFE_INTEGER))
      throw new DerError('an INTEGER is out of range');
    return Number(value);
  }

  /** An OBJECT IDENTIFIER in its dotted form. */
  identifier(): string {
    return dotted(this.content(tag.objectIdentifier));
  }

  bits(expected: number = tag.bitString): BitString {
    const content = this.content(expected);
    const unused = content[0] ?? 8;
    const bytes = content.subarray(1);
    const last = bytes.at(-1);
    const padded = last === undefined ? unused !== 0 : (last & ((1 << unused) - 1)) !== 0;
    if (unused > 7 || padded) throw new DerError('a bad BIT STRING');
    return { bytes, unused };
  }
}

/** A length in its shortest form, of at most four bytes. */
function lengthAt(bytes: Uint8Array, at: number): { at: number; length: number } {
  const first = bytes[at];
  if (first === undefined) throw new DerError('a length is missing');
  if (first < 0x80) return { at: at + 1, length: first };
  const count = first & 0x7f;
  const end = at + 1 + count;
  if (count === 0 || count > 4 || end > bytes.length) throw new DerError('a bad length');
  let length = 0;
  for (const byte of bytes.subarray(at + 1, end)) length = length * 256 + byte;
  if (length < 0x80 || bytes[at + 1] === 0)
    throw new DerError('a length is not in its shortest form');
  return { at: end, length };
}
