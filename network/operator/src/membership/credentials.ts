import { createPrivateKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** An identity's enrolment certificate with its key, both in PEM. */
export type Credentials = { readonly certificatePem: string; readonly keyPem: string };

/** What of a request a token signs. */
export type Signable = { readonly method: string; readonly uri: string; readonly body: string };

/** The order of P-256: Fabric takes signatures with a second number in its lower half only. */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The header that proves who sends a request: certificate and signature over method, path, body and certificate. */
export function makeToken(credentials: Credentials, { method, uri, body }: Signable): string {
  const certificate = base64(credentials.certificatePem);
  const text = `${method}.${base64(uri)}.${base64(body)}.${certificate}`;
  return `${certificate}.${signLowS(createPrivateKey(credentials.keyPem), text).toString('base64')}`;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A signature in DER over SHA-256, low-S. */
export function signLowS(key: KeyObject, text: string): Buffer {
  const raw = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  if (raw.length !== 64) throw new TypeError('Only keys on P-256 can sign.');
  const [r, s] = [raw.subarray(0, 32), raw.subarray(32)].map((part) =>
    BigInt(`0x${part.toString('hex')}`),
  );
  const low = s !== undefined && s > order / 2n ? order - s : s;
  const integers = Buffer.concat([r ?? 0n, low ?? 0n].map(derInteger));
  return Buffer.concat([Buffer.from([0x30, integers.length]), integers]);
}

function derInteger(value: bigint): Buffer {
  const hexadecimal = value.toString(16);
  const even = hexadecimal.length % 2 === 0 ? hexadecimal : `0${hexadecimal}`;
  const bytes = Buffer.from(even, 'hex');
  // A first bit that is set would make it negative.
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(0x02, positive.length), positive]);
}
