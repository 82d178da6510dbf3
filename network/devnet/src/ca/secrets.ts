import { createHmac, scryptSync, timingSafeEqual } from 'node:crypto';
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

/** What is kept of a secret that somebody chose: guesses are made slow. */
export function hashSecret(secret: string, random: Randomness): string {
  const salt = Buffer.from(random(16));
  return `${salt.toString('base64')}:${scryptSync(secret, salt, keyLength, cost).toString('base64')}`;
}

/** What is kept of a secret of our own making, or as long and as random: nobody guesses it at any speed. */
export function hashRandomSecret(secret: string, random: Randomness): string {
  const salt = Buffer.from(random(16));
  return `${salt.toString('base64')}:${quickHash(secret, salt).toString('base64')}:${quick}`;
}

export function isSecret(secret: string, hash: string): boolean {
  const [salt64 = '', kept = '', kind] = hash.split(':');
  const salt = Buffer.from(salt64, 'base64');
  const given =
    kind === quick ? quickHash(secret, salt) : scryptSync(secret, salt, keyLength, cost);
  return timingSafeEqual(given, Buffer.from(kept, 'base64'));
}

const quick = 'sha256';
const quickHash = (secret: string, salt: Uint8Array): Buffer =>
  createHmac('sha256', salt).update(secret).digest();
