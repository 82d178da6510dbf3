import { createHash, hash, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isLowS, normalise, parseSignature, toLowS } from './ecdsa.js';
import type { VerificationKey } from './verification-key.js';

/** SHA-256 of the concatenation of the parts, without lengths. */
export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const together = joined(parts);
  if (together !== undefined) return hash('sha256', together, 'buffer');
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** As `sha256`, in lower-case hex. */
export function sha256Hex(...parts: readonly Uint8Array[]): string {
  const together = joined(parts);
  return together === undefined ? sha256(...parts).toString('hex') : hash('sha256', together);
}

/**
 * The parts as one, where they are not too long: hashing at once costs less than copying a little and hashing part by part. What is
 * returned is valid until the next call.
 */
function joined(parts: readonly Uint8Array[]): Uint8Array | undefined {
  const [only] = parts;
  if (parts.length === 1) return only;
  let size = 0;
  for (const { length } of parts) size += length;
  if (size > scratch.length) return undefined;
  let at = 0;
  for (const part of parts) {
    scratch.set(part, at);
    at += part.length;
  }
  return scratch.subarray(0, size);
}

const scratch = Buffer.alloc(128 * 1024);

/** Sign with ECDSA over SHA-256, as DER with the low S that Fabric demands (BCCSP refuses a high one). */
export function signLowS(key: KeyObject, message: Uint8Array): Buffer {
  const signature = toLowS(sign('sha256', message, key), curveOf(key));
  if (signature === undefined) throw new TypeError('not a key of a curve that Fabric uses');
  return signature;
}

/** The curve of a key. Node makes the details anew whenever they are asked for. */
function curveOf(key: KeyObject): string | undefined {
  const known = curves.get(key);
  if (known !== undefined) return known;
  const { namedCurve } = key.asymmetricKeyDetails ?? {};
  if (namedCurve !== undefined) curves.set(key, namedCurve);
  return namedCurve;
}

const curves = new WeakMap<KeyObject, string>();

/**
 * Verify a signature as a Fabric peer does. ECDSA: over the MSP's hash whatever the curve, low S only, and what follows the two
 * integers is ignored. Ed25519: over the message itself. Any other key verifies nothing.
 */
export function verifySignature(
  key: VerificationKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const question = asked(key, signature);
  return question !== undefined && verify(question.hash, message, key.object, question.signature);
}

/** `verifySignature` on the thread pool. */
export function verifySignatureAsync(
  key: VerificationKey,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const question = asked(key, signature);
  if (question === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    verify(question.hash, message, key.object, question.signature, (error, ok) => {
      resolve(error === null && ok);
    });
  });
}

/** What OpenSSL has to be asked. Undefined when the answer is no already. */
function asked(
  key: VerificationKey,
  signature: Uint8Array,
): { readonly hash: string | null; readonly signature: Uint8Array } | undefined {
  if (key.kind === 'ed25519') return { hash: null, signature };
  if (key.kind === 'unusable' || key.hash === 'unknown' || key.highestS === undefined)
    return undefined;
  const parsed = parseSignature(signature);
  if (parsed === undefined || !isLowS(parsed, key.highestS)) return undefined;
  return { hash: key.hash, signature: normalise(signature, parsed) };
}
