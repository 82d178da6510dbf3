import { constants, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { parseSignature } from '../ecdsa.js';
import type { SignatureScheme } from './algorithms.js';
import type { Certificate } from './certificate.js';
import type { CertificateKey } from './public-key.js';

/** Whether an authority signed a certificate, and may sign certificates by what its own says. */
export function isSignedBy(certificate: Certificate, authority: Certificate): boolean {
  const { basicConstraints, keyUsage } = authority.extensions;
  if (authority.version === 3 && basicConstraints === undefined) return false;
  if (basicConstraints?.ca === false) return false;
  if (keyUsage.any && !keyUsage.certificateSigning) return false;
  // SHA-1 is refused for certificates.
  if (certificate.scheme?.hash === 'sha1') return false;
  return signatureHolds(authority.publicKey, certificate);
}

/** Something signed under a scheme that it names itself. */
export interface Sealed {
  readonly scheme: SignatureScheme | undefined;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether a signature under a scheme holds. High S is admitted here; another key than the scheme's is not. */
export function signatureHolds({ kind, key }: CertificateKey, sealed: Sealed): boolean {
  const { scheme, signed, signature } = sealed;
  if (scheme === undefined || key === undefined || kind !== keyKind[scheme.key]) return false;
  if (!isAdmitted(kind, key, signature)) return false;
  const options = scheme.key === 'rsa-pss' ? { key, ...PSS } : key;
  try {
    return verify(scheme.hash ?? null, signed, options, signature);
  } catch {
    // OpenSSL does not take every key that can be read.
    return false;
  }
}

/** An ECDSA signature is nothing but its two integers; an RSA key is not too short. */
function isAdmitted(kind: CertificateKey['kind'], key: KeyObject, signature: Uint8Array): boolean {
  if (kind === 'ec') return parseSignature(signature)?.exact === true;
  return kind !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 1024;
}

const keyKind = { ec: 'ec', ed25519: 'ed25519', rsa: 'rsa', 'rsa-pss': 'rsa' } as const;

const PSS = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};
