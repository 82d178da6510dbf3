import { createHash } from 'node:crypto';

/** SHA-256 of a text's UTF-8, or of bytes, in lower-case hexadecimal. */
export function sha256(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('hex');
}
