import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from '@argosy/protocol/crypto';
import {
  bits,
  element,
  identifier,
  integer,
  nothing,
  octets,
  pem,
  sequence,
  set,
  text,
  time,
  yes,
} from './der.js';
import { otherHalf, signWith } from './signatures.js';
import type { Half } from './signatures.js';

export type KeyKind = 'P-256' | 'P-384' | 'Ed25519' | 'RSA';

/** What a certificate is to say; what is left out is as Fabric CA writes it. */
export interface CertificateRequest {
  readonly commonName?: string;
  readonly units?: readonly string[];
  readonly authority?: boolean;
  readonly from?: Date;
  readonly until?: Date;
  /** Extended key usages; none: no such extension. */
  readonly usages?: readonly (keyof typeof usage)[];
  readonly key?: KeyKind;
  /** Which S the certificate's own signature is to have. */
  readonly half?: Half;
  /** False leaves out the subject key identifier. */
  readonly identified?: boolean;
}

/** A certificate with its key. */
export interface Certified {
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
  readonly serial: Buffer;
  readonly subject: Buffer;
  readonly keyId: Buffer | undefined;
  /** What is signed, how, and the signature. */
  readonly parts: readonly [content: Buffer, algorithm: Buffer, signature: Buffer];
}

export const usage = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  any: '2.5.29.37.0',
} as const;

export const YEAR_2020 = new Date('2020-01-01T00:00:00Z');
export const YEAR_2021 = new Date('2021-01-01T00:00:00Z');
export const YEAR_2022 = new Date('2022-01-01T00:00:00Z');
export const YEAR_2036 = new Date('2036-01-01T00:00:00Z');

/** A root authority. */
export const makeRoot = (request: CertificateRequest): Certified =>
  issue({ authority: true, from: YEAR_2020, ...request }, undefined);

/** A certificate issued by an authority. */
export const certify = (issuer: Certified, request: CertificateRequest): Certified =>
  issue(request, issuer);

/** The same certificate with the other S in its own signature; both are the same one to a peer. */
export function mirrored(certified: Certified): Certified {
  const [content, algorithm, signature] = certified.parts;
  const parts = [content, algorithm, otherHalf(signature)] as const;
  return { ...certified, ...written(parts) };
}

/** PEM of a revocation list. */
export function revocationList(issuer: Certified, revoked: readonly Certified[]): string {
  const algorithm = signatureAlgorithm(issuer.key);
  const entries = revoked.map(({ serial }) => sequence(integer(serial), time(YEAR_2022)));
  const extensions = issuer.keyId === undefined ? [] : [authorityKeyId(issuer.keyId)];
  const content = sequence(
    integer(Buffer.of(1)),
    algorithm,
    issuer.subject,
    time(YEAR_2022),
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    ...(extensions.length === 0 ? [] : [element(0xa0, sequence(...extensions))]),
  );
  return pem('X509 CRL', sequence(content, algorithm, bits(signed(content, issuer.key))));
}

function issue(request: CertificateRequest, issuer: Certified | undefined): Certified {
  const { privateKey, publicKey } = makeKey(request.key ?? 'P-256');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const keyId = request.identified === false ? undefined : sha256(spki).subarray(0, 20);
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const subject = nameOf(request);
  const signingKey = issuer?.key ?? privateKey;
  const algorithm = signatureAlgorithm(signingKey);
  const content = sequence(
    element(0xa0, integer(Buffer.of(2))),
    integer(serial),
    algorithm,
    issuer?.subject ?? subject,
    sequence(time(request.from ?? YEAR_2021), time(request.until ?? YEAR_2036)),
    subject,
    spki,
    element(0xa3, sequence(...extensionsOf(request, keyId, issuer?.keyId))),
  );
  const signature = signed(content, signingKey, request.half);
  return {
    ...written([content, algorithm, signature]),
    key: privateKey,
    serial,
    subject,
    keyId,
  };
}

function written(parts: Certified['parts']): Pick<Certified, 'der' | 'pem' | 'parts'> {
  const [content, algorithm, signature] = parts;
  const der = sequence(content, algorithm, bits(signature));
  return { der, pem: pem('CERTIFICATE', der), parts };
}

function signed(content: Buffer, key: KeyObject, half: Half = 'low'): Buffer {
  const digest = key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
  return signWith(key, content, { half, digest });
}

function makeKey(kind: KeyKind): { privateKey: KeyObject; publicKey: KeyObject } {
  switch (kind) {
    case 'Ed25519':
      return generateKeyPairSync('ed25519');
    case 'RSA':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    default:
      return generateKeyPairSync('ec', { namedCurve: kind });
  }
}

function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'ed25519') return sequence(identifier('1.3.101.112'));
  if (key.asymmetricKeyType === 'rsa')
    return sequence(identifier('1.2.840.113549.1.1.11'), nothing());
  const withSha384 = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return sequence(identifier(withSha384 ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2'));
}

function nameOf({ commonName = 'somebody', units = [] }: CertificateRequest): Buffer {
  const part = (type: string, value: string): Buffer =>
    set(sequence(identifier(type), text(value)));
  return sequence(...units.map((unit) => part('2.5.4.11', unit)), part('2.5.4.3', commonName));
}

function extensionsOf(
  { authority = false, usages }: CertificateRequest,
  keyId: Buffer | undefined,
  issuerKeyId: Buffer | undefined,
): Buffer[] {
  // Digital signature; for an authority also the signing of certificates and of revocation lists.
  const keyUsage = authority ? bits(Buffer.of(0x86), 1) : bits(Buffer.of(0x80), 7);
  return [
    sequence(identifier('2.5.29.15'), yes(), octets(keyUsage)),
    sequence(identifier('2.5.29.19'), yes(), octets(sequence(...(authority ? [yes()] : [])))),
    ...(usages === undefined ? [] : [extendedUsage(usages.map((it) => usage[it]))]),
    ...(keyId === undefined ? [] : [sequence(identifier('2.5.29.14'), octets(octets(keyId)))]),
    ...(issuerKeyId === undefined ? [] : [authorityKeyId(issuerKeyId)]),
  ];
}

const extendedUsage = (usages: readonly string[]): Buffer =>
  sequence(identifier('2.5.29.37'), octets(sequence(...usages.map(identifier))));

const authorityKeyId = (keyId: Uint8Array): Buffer =>
  sequence(identifier('2.5.29.35'), octets(sequence(element(0x80, keyId))));
