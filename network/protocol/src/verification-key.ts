import type { KeyObject } from 'node:crypto';
import { halfOrder } from './ecdsa.js';

/** What ECDSA signs in an MSP: the hash of its `signature_hash_family`. With a family that does not exist, nothing holds. */
export type SignatureHash = 'sha256' | 'sha3-256' | 'unknown';

/** A public key with all that says how its signatures are verified. Plain data and a key: it may go to another thread. */
export interface VerificationKey {
  readonly object: KeyObject;
  readonly kind: 'ecdsa' | 'ed25519' | 'unusable';
  /** The highest S of an ECDSA signature. */
  readonly highestS: Uint8Array | undefined;
  readonly hash: SignatureHash;
}

/** How an MSP verifies with a public key. A key of a kind that Fabric has no rule for verifies nothing. */
export function verificationKey(
  object: KeyObject,
  hash: SignatureHash = 'sha256',
): VerificationKey {
  const highestS = halfOrder(object.asymmetricKeyDetails?.namedCurve);
  return { object, kind: kindOf(object, highestS), highestS, hash };
}

function kindOf(object: KeyObject, highestS: Uint8Array | undefined): VerificationKey['kind'] {
  if (object.asymmetricKeyType === 'ed25519') return 'ed25519';
  return object.asymmetricKeyType === 'ec' && highestS !== undefined ? 'ecdsa' : 'unusable';
}
