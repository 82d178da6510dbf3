import { contextTag, constructedTag, tag } from './der.js';
import { derElement } from './der-write.js';

// The few forms of DER in which certificates, requests for them and lists of revoked ones are written.

export const sequence = (...contents: readonly Uint8Array[]): Buffer =>
  derElement(tag.sequence, ...contents);

/** A set of one kind; its elements stand in the order of their encodings. */
export const set = (...contents: readonly Uint8Array[]): Buffer =>
  derElement(tag.set, ...contents.toSorted((a, b) => Buffer.compare(a, b)));

export const octets = (content: Uint8Array): Buffer => derElement(tag.octetString, content);
export const yes = derElement(tag.boolean, Buffer.of(0xff));

/** A number that is not negative, from hexadecimal digits. */
export function integer(hexadecimal: string): Buffer {
  const digits = hexadecimal.replace(/^0+(?=.)/, '');
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  // A first bit that is set would make it negative.
  return derElement(tag.integer, ...((bytes[0] ?? 0) > 0x7f ? [Buffer.of(0), bytes] : [bytes]));
}

/** A string of bits, of which the last few may not count. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer =>
  derElement(tag.bitString, Buffer.of(unused), bytes);

/** Bits with a meaning each, by their numbers: the last one is the last that is set. */
export function namedBits(numbers: readonly number[]): Buffer {
  const last = Math.max(...numbers);
  const bytes = Buffer.alloc((last >> 3) + 1);
  for (const number of numbers)
    bytes[number >> 3] = (bytes[number >> 3] ?? 0) | (0x80 >> (number & 7));
  return bits(bytes, 7 - (last & 7));
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap(base128);
  return derElement(tag.objectIdentifier, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) digits.unshift(0x80 | (left & 0x7f));
  return digits;
}

/** Text in the form that Go chooses for names: printable where it can be. */
export const text = (value: string): Buffer =>
  derElement(isPrintable(value) ? tag.printableString : tag.utf8String, Buffer.from(value));

const isPrintable = (value: string): boolean => /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value);

/** A moment in UTC, given as ISO 8601 writes it. RFC 5280 wants two digits for the year up to 2049, and four after it. */
export function time(iso: string): Buffer {
  const digits = iso.replaceAll(/[-:T]|\.\d+/g, '');
  return Number(iso.slice(0, 4)) < 2050
    ? derElement(tag.utcTime, Buffer.from(digits.slice(2)))
    : derElement(tag.generalizedTime, Buffer.from(digits));
}

/** `[number]` around whole elements, and in place of a simple one's own tag. */
export const tagged = (number: number, ...contents: readonly Uint8Array[]): Buffer =>
  derElement(constructedTag(number), ...contents);
export const retagged = (number: number, content: Uint8Array): Buffer =>
  derElement(contextTag(number), content);

export const ecdsaWithSha256 = sequence(identifier('1.2.840.10045.4.3.2'));

/** What is signed, how, and the signature. */
export const sealed = (signed: Uint8Array, signature: Uint8Array): Buffer =>
  sequence(signed, ecdsaWithSha256, bits(signature));
