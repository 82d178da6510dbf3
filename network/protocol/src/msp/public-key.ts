import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readAlgorithm } from './algorithms.js';
import type { AlgorithmIdentifier } from './algorithms.js';
import { DerError, DerReader, rightAligned, signed, tag } from './der.js';
import { derElement } from './der-write.js';

/** The key of a certificate. A kind that no rule of Fabric knows has no key. */
export interface CertificateKey {
  readonly kind: 'ec' | 'ed25519' | 'rsa' | 'other';
  readonly key: KeyObject | undefined;
}

const EC = '1.2.840.10045.2.1';
const RSA = '1.2.840.113549.1.1.1';
const ED25519 = '1.3.101.112';

/** Curves by their identifiers: its encoding, and the length of a coordinate. */
const curves: ReadonlyMap<string, readonly [string, number]> = new Map([
  ['1.3.132.0.33', ['2b81040021', 28]],
  ['1.2.840.10045.3.1.7', ['2a8648ce3d030107', 32]],
  ['1.3.132.0.34', ['2b81040022', 48]],
  ['1.3.132.0.35', ['2b81040023', 66]],
]);

/** Read a SubjectPublicKeyInfo. Throws DerError for a key that is not one of its kind. */
export function readPublicKey(whole: Uint8Array): CertificateKey {
  const info = new DerReader(whole).inside(tag.sequence);
  const identifier = readAlgorithm(info.inside(tag.sequence));
  const bits = rightAligned(info.bits());
  switch (identifier.algorithm) {
    case EC:
      return { kind: 'ec', key: ecKey(identifier, bits) };
    case ED25519:
      return { kind: 'ed25519', key: edwardsKey(identifier, bits) };
    case RSA:
      return { kind: 'rsa', key: rsaKey(identifier, bits) };
    default:
      return { kind: 'other', key: undefined };
  }
}

/** Of a curve with a name, and with both coordinates of the point. */
function ecKey({ parameters }: AlgorithmIdentifier, point: Uint8Array): KeyObject {
  if (parameters === undefined) throw new DerError('an EC key without a curve');
  const curve = curves.get(new DerReader(parameters).identifier());
  if (curve === undefined) throw new DerError('a curve that Fabric does not use');
  const [encoded, size] = curve;
  if (point[0] !== 4 || point.length !== 1 + 2 * size) throw new DerError('not a point in full');
  return imported(EC_CONTENT, derElement(tag.objectIdentifier, Buffer.from(encoded, 'hex')), point);
}

function edwardsKey({ parameters }: AlgorithmIdentifier, bits: Uint8Array): KeyObject {
  if (parameters !== undefined || bits.length !== 32) throw new DerError('not an Ed25519 key');
  return imported(ED25519_CONTENT, Buffer.alloc(0), bits);
}

function rsaKey({ parameters }: AlgorithmIdentifier, bits: Uint8Array): KeyObject {
  if (parameters === undefined || !Buffer.from(parameters).equals(NULL))
    throw new DerError('an RSA key without its parameters');
  const numbers = new DerReader(bits).inside(tag.sequence);
  const modulus = numbers.integer();
  const exponent = numbers.integer();
  if (signed(modulus) <= 0n || signed(exponent) <= 0n || exponent.length > 8)
    throw new DerError('not an RSA key');
  const both = [modulus, exponent].map((number) => derElement(tag.integer, number));
  return imported(RSA_CONTENT, NULL, derElement(tag.sequence, ...both));
}

const EC_CONTENT = Buffer.from('2a8648ce3d0201', 'hex');
const ED25519_CONTENT = Buffer.from('2b6570', 'hex');
const RSA_CONTENT = Buffer.from('2a864886f70d010101', 'hex');
const NULL = Buffer.of(5, 0);

/** The key, written anew in the one way that every library reads. It checks that a point is on its curve. */
function imported(algorithm: Uint8Array, parameters: Uint8Array, bits: Uint8Array): KeyObject {
  const identifier = derElement(tag.objectIdentifier, algorithm);
  const key = derElement(
    tag.sequence,
    derElement(tag.sequence, identifier, parameters),
    derElement(tag.bitString, Buffer.of(0), bits),
  );
  try {
    return createPublicKey({ key, format: 'der', type: 'spki' });
  } catch {
    throw new DerError('not a public key');
  }
}
