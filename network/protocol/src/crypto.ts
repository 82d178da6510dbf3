import { createHash, hash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isLowS, normalise, parseSignature, toLowS } from './ecdsa.js';

/** SHA-256 of the concatenation of the parts, without lengths. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return hash('sha256', only, 'buffer');
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** Sign with ECDSA over SHA-256, as DER with the low S that Fabric demands (BCCSP refuses a high one). */
export function signLowS(key: KeyObject, message: Uint8Array): Buffer {
  return toLowS(sign('sha256', message, key));
}

/** Verify an ECDSA signature over SHA-256 as a Fabric peer does: low S only, bytes after the DER sequence ignored. */
export function verifyEcdsa(key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean {
  const parsed = parseSignature(signature);
  if (parsed === undefined || !isLowS(key, parsed)) return false;
  return verify('sha256', message, key, normalise(signature, parsed));
}

/** `verifyEcdsa` on the thread pool. */
export function verifyEcdsaAsync(
  key: KeyObject,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const parsed = parseSignature(signature);
  if (parsed === undefined || !isLowS(key, parsed)) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify('sha256', message, key, normalise(signature, parsed), (error, ok) => {
      resolve(error === null && ok);
    });
  });
}
