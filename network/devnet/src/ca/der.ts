import { derElement as tlv } from '@argosy/protocol/msp/der-write';

// The few forms of DER that a list of revoked certificates is written in.

export const sequence = (...contents: readonly Uint8Array[]): Uint8Array => tlv(0x30, ...contents);

/** A number that is not negative, from hexadecimal digits. */
export function integer(hexadecimal: string): Uint8Array {
  const digits = hexadecimal.replace(/^0+(?=.)/, '');
  const bytes = Buffer.from(evenHex(digits), 'hex');
  // A first bit that is set would make it negative.
  return tlv(0x02, (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

const evenHex = (digits: string): string => (digits.length % 2 === 0 ? digits : `0${digits}`);

/** RFC 5280 wants two digits for the year up to 2049, and four after it. */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  const isShort = date.getUTCFullYear() < 2050;
  return isShort ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

/** ecdsa-with-SHA256. */
export const ecdsaWithSha256 = sequence(tlv(0x06, Buffer.from('2a8648ce3d040302', 'hex')));

/** A signature of two numbers, each as long, in the form of certificates. */
export function signature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const numbers = [raw.subarray(0, half), raw.subarray(half)].map((it) =>
    integer(Buffer.from(it).toString('hex')),
  );
  return tlv(0x03, Buffer.of(0), sequence(...numbers));
}
