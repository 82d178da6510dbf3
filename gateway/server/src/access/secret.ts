import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new secret that nobody can guess: 32 random bytes, base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret: SHA-256, base64url. Requires: a secret of at least 128 random bits, so that salt and
 *  stretching would gain nothing. */
export function secretHash(secret: string): string {
  return digest(secret).toString('base64url');
}

/** Whether a secret has this hash; the time that it takes tells nothing. */
export function isSecretOf(hash: string, secret: string): boolean {
  const expected = Buffer.from(hash, 'base64url');
  const actual = digest(secret);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
