import { hash } from 'node:crypto';

/** What everybody may know of a private key: its SHA-256, in hexadecimal digits. */
export function keyHashOf(key: string): string {
  return hash('sha256', key, 'hex');
}

/** What everybody may know of a private value. */
export function valueHashOf(value: Uint8Array): Buffer {
  return hash('sha256', value, 'buffer');
}
