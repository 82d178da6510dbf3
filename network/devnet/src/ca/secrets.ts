import { scryptSync, timingSafeEqual } from 'node:crypto';
import type { Randomness } from './surroundings.js';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const cost = { N: 4096, r: 8, p: 1 };
const keyLength = 32;

/** A new enrolment secret: twelve letters, as Fabric CA makes them. */
export function newSecret(random: Randomness): string {
  let secret = '';
  while (secret.length < 12) {
    // Values at the end of the range are thrown away, so that each letter is as likely as another.
    const [value = 0] = random(1);
    if (value < 4 * letters.length) secret += letters.charAt(value % letters.length);
  }
  return secret;
}

/** What is kept of a secret. */
export function hashSecret(secret: string, random: Randomness): string {
  const salt = Buffer.from(random(16));
  return `${salt.toString('base64')}:${scryptSync(secret, salt, keyLength, cost).toString('base64')}`;
}

export function isSecret(secret: string, hash: string): boolean {
  const [salt = '', kept = ''] = hash.split(':');
  const given = scryptSync(secret, Buffer.from(salt, 'base64'), keyLength, cost);
  return timingSafeEqual(given, Buffer.from(kept, 'base64'));
}
