import { same } from './bytes.js';
import { DerReader, constructedTag, tag } from './der.js';

/** An algorithm and its parameters, with their header; what follows them is ignored. */
export interface AlgorithmIdentifier {
  readonly algorithm: string;
  readonly parameters: Uint8Array | undefined;
}

export function readAlgorithm(reader: DerReader): AlgorithmIdentifier {
  const algorithm = reader.identifier();
  return { algorithm, parameters: reader.empty ? undefined : reader.any().whole };
}

/** How a certificate or a revocation list is signed. `hash` is absent where the message itself is signed. */
export interface SignatureScheme {
  readonly key: 'rsa' | 'rsa-pss' | 'ec' | 'ed25519';
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | undefined;
}

const schemes: ReadonlyMap<string, SignatureScheme> = new Map([
  ['1.2.840.10045.4.1', { key: 'ec', hash: 'sha1' }],
  ['1.2.840.10045.4.3.2', { key: 'ec', hash: 'sha256' }],
  ['1.2.840.10045.4.3.3', { key: 'ec', hash: 'sha384' }],
  ['1.2.840.10045.4.3.4', { key: 'ec', hash: 'sha512' }],
  ['1.2.840.113549.1.1.5', { key: 'rsa', hash: 'sha1' }],
  ['1.3.14.3.2.29', { key: 'rsa', hash: 'sha1' }],
  ['1.2.840.113549.1.1.11', { key: 'rsa', hash: 'sha256' }],
  ['1.2.840.113549.1.1.12', { key: 'rsa', hash: 'sha384' }],
  ['1.2.840.113549.1.1.13', { key: 'rsa', hash: 'sha512' }],
]);

const ED25519 = '1.3.101.112';
const RSA_PSS = '1.2.840.113549.1.1.10';

/** The scheme that an algorithm names. Undefined for one that is not known. */
export function signatureScheme(identifier: AlgorithmIdentifier): SignatureScheme | undefined {
  const { algorithm, parameters } = identifier;
  if (algorithm === ED25519)
    return parameters === undefined ? { key: 'ed25519', hash: undefined } : undefined;
  if (algorithm === RSA_PSS) return parameters === undefined ? undefined : pssScheme(parameters);
  return schemes.get(algorithm);
}

const pssHashes: ReadonlyMap<string, readonly ['sha256' | 'sha384' | 'sha512', number]> = new Map([
  ['2.16.840.1.101.3.4.2.1', ['sha256', 32]],
  ['2.16.840.1.101.3.4.2.2', ['sha384', 48]],
  ['2.16.840.1.101.3.4.2.3', ['sha512', 64]],
]);
const MGF1 = '1.2.840.113549.1.1.8';

/** RSA-PSS is known with one hash throughout, a salt as long as the hash, and nothing unusual else. */
function pssScheme(parameters: Uint8Array): SignatureScheme | undefined {
  try {
    const { hash, mask, salt, trailer } = readPss(new DerReader(parameters).inside(tag.sequence));
    const maskHash = readAlgorithm(
      new DerReader(mask.parameters ?? new Uint8Array(0)).inside(tag.sequence),
    );
    const [name, length] = pssHashes.get(hash.algorithm) ?? [];
    const oneHash = maskHash.algorithm === hash.algorithm && [hash, maskHash].every(isBare);
    const usual = oneHash && mask.algorithm === MGF1 && trailer === 1 && salt === length;
    return usual && name !== undefined ? { key: 'rsa-pss', hash: name } : undefined;
  } catch {
    return undefined;
  }
}

interface PssParameters {
  readonly hash: AlgorithmIdentifier;
  readonly mask: AlgorithmIdentifier;
  readonly salt: number;
  readonly trailer: number;
}

function readPss(reader: DerReader): PssParameters {
  const inside = (number: number): DerReader =>
    new DerReader(reader.content(constructedTag(number)));
  const hash = readAlgorithm(inside(0).inside(tag.sequence));
  const mask = readAlgorithm(inside(1).inside(tag.sequence));
  const salt = inside(2).count();
  return { hash, mask, salt, trailer: reader.next(constructedTag(3)) ? inside(3).count() : 1 };
}

/** With no parameters, or NULL. */
const isBare = ({ parameters }: AlgorithmIdentifier): boolean =>
  parameters === undefined || same(parameters, NULL);
const NULL = Uint8Array.of(5, 0);
