import type { FabricCryptoConfig } from '../messages/msp.js';
import type { SignatureHash } from '../verification-key.js';
import type { Decoded } from '../wire.js';

/** The hashes of an MSP, by OpenSSL's names. */
export interface MspHashes {
  /** Of certificates, to tell identities and authorities apart. */
  readonly identifier: string;
  /** Of what is signed with ECDSA. With a family that does not exist no signature holds. */
  readonly signature: SignatureHash;
}

const identifierHashes: ReadonlyMap<string, string> = new Map([
  ['', 'sha256'],
  ['SHA256', 'sha256'],
  ['SHA384', 'sha384'],
  ['SHA3_256', 'sha3-256'],
  ['SHA3_384', 'sha3-384'],
]);
const families: ReadonlyMap<string, SignatureHash> = new Map([
  ['', 'sha256'],
  ['SHA2', 'sha256'],
  ['SHA3', 'sha3-256'],
]);

/** Read the hashes of an MSP; left out, they are of SHA-2. Throws for a hash of certificates that does not exist. */
export function hashesOf(config: Decoded<typeof FabricCryptoConfig> | undefined): MspHashes {
  const { identityIdentifierHashFunction: named = '', signatureHashFamily: family = '' } =
    config ?? {};
  const identifier = identifierHashes.get(named);
  if (identifier === undefined) throw new Error(`the hash function ${named} is not known`);
  return { identifier, signature: families.get(family) ?? 'unknown' };
}
