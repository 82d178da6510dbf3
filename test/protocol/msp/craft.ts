import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from '@argosy/protocol/crypto';
import type { FabricMSPConfig } from '@argosy/protocol/messages/msp';
import { SerializedIdentity } from '@argosy/protocol/messages/msp';
import { Msp } from '@argosy/protocol/msp';
import type { Identity, MspVersion } from '@argosy/protocol/msp';
import { encode } from '@argosy/protocol/wire';
import type { Decoded } from '@argosy/protocol/wire';
import { signWith } from '../../support/signatures.js';
import type { Half } from '../../support/signatures.js';
import * as der from '../../support/der.js';

const { sequence, set, element, identifier, integer, octets, bits, yes } = der;

/** A certificate that was made part by part, so that each part can be made wrong. */
export interface Crafted {
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly subject: Buffer;
  readonly keyId: Buffer;
  readonly serial: number;
  readonly notBefore: Date;
}

export const START = new Date('2024-05-01T12:00:00Z');
export const END = new Date('2034-05-01T12:00:00Z');
export const seconds = (count: number): Date => new Date(START.getTime() + count * 1000);

export type Curve = 'P-224' | 'P-256' | 'P-384' | 'P-521';

export const keys = {
  ec: (namedCurve: Curve = 'P-256') => generateKeyPairSync('ec', { namedCurve }),
  ed25519: () => generateKeyPairSync('ed25519'),
  rsa: (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength }),
};

/** An extension; its value is what the OCTET STRING holds. */
export const extension = (id: string, value: Uint8Array, critical = false): Buffer =>
  sequence(identifier(id), ...(critical ? [yes()] : []), octets(value));

export const extended = (...usages: string[]): Buffer =>
  extension('2.5.29.37', sequence(...usages.map(identifier)));
export const alternativeNames = (...names: Buffer[]): Buffer =>
  extension('2.5.29.17', sequence(...names));
export const basicConstraints = (ca: boolean, ...more: Buffer[]): Buffer =>
  extension('2.5.29.19', sequence(...(ca ? [yes()] : []), ...more), true);
export const authorityKeyId = (keyId: Uint8Array): Buffer =>
  extension('2.5.29.35', sequence(element(0x80, keyId)));
export const subjectKeyId = (keyId: Uint8Array): Buffer => extension('2.5.29.14', octets(keyId));
export const keyUsage = (bitsSet: number): Buffer =>
  extension('2.5.29.15', bits(Buffer.of(bitsSet)), true);

export const usage = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  any: '2.5.29.37.0',
};

export const name = (commonName: string, ...units: string[]): Buffer =>
  sequence(
    ...units.map((unit) => set(sequence(identifier('2.5.4.11'), der.text(unit)))),
    set(sequence(identifier('2.5.4.3'), der.text(commonName))),
  );

/** Everything that a certificate says; left out, it is in order. */
export interface Parts {
  readonly commonName?: string;
  readonly units?: readonly string[];
  readonly subject?: Buffer;
  readonly pair?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly keyInfo?: Buffer;
  readonly from?: Date;
  readonly until?: Date;
  readonly validity?: Buffer;
  readonly version?: Buffer;
  readonly serial?: Buffer;
  /** The algorithm inside what is signed, and outside. */
  readonly algorithm?: Buffer;
  readonly outerAlgorithm?: Buffer;
  /** What hashes it; null for Ed25519. */
  readonly digest?: string;
  /** Instead of those that are usual. */
  readonly extensions?: readonly Buffer[];
  /** Besides those that are usual. */
  readonly more?: readonly Buffer[];
  /** After the key, in place of the extensions. */
  readonly tail?: readonly Buffer[];
  /** After the signature. */
  readonly after?: Buffer;
  readonly half?: Half;
  readonly signature?: (signature: Buffer) => Buffer;
}

const ALGORITHM = sequence(identifier('1.2.840.10045.4.3.2'));
let serials = 1000;

export const authority = (parts: Parts = {}, issuer?: Crafted): Crafted =>
  craft({ commonName: 'ca', ...parts }, issuer, (keyId) => [
    basicConstraints(true),
    keyUsage(0x06),
    subjectKeyId(keyId),
  ]);

export const member = (issuer: Crafted, parts: Parts = {}): Crafted =>
  craft({ commonName: 'a member', units: ['peer'], ...parts }, issuer, () => [
    basicConstraints(false),
    keyUsage(0x80),
    authorityKeyId(issuer.keyId),
  ]);

function craft(
  parts: Parts,
  issuer: Crafted | undefined,
  usual: (keyId: Buffer) => readonly Buffer[],
): Crafted {
  const { privateKey, publicKey } = parts.pair ?? keys.ec();
  const keyInfo = parts.keyInfo ?? publicKey.export({ format: 'der', type: 'spki' });
  const keyId = sha256(keyInfo).subarray(0, 20);
  const serial = serials++;
  const notBefore = parts.from ?? START;
  const subject = parts.subject ?? name(parts.commonName ?? '', ...(parts.units ?? []));
  const extensions = [...(parts.extensions ?? usual(keyId)), ...(parts.more ?? [])];
  const algorithm = parts.algorithm ?? ALGORITHM;
  const content = sequence(
    parts.version ?? element(0xa0, integer(Buffer.of(2))),
    parts.serial ?? integer(Buffer.of(serial >> 8, serial & 0xff)),
    algorithm,
    issuer?.subject ?? subject,
    parts.validity ?? sequence(der.time(notBefore), der.time(parts.until ?? END)),
    subject,
    keyInfo,
    ...(parts.tail ?? [element(0xa3, sequence(...extensions))]),
  );
  const { half = 'low', digest = 'sha256', signature = (it: Buffer) => it } = parts;
  const signed = signature(signWith(issuer?.key ?? privateKey, content, { half, digest }));
  const whole = sequence(
    content,
    parts.outerAlgorithm ?? algorithm,
    bits(signed),
    ...(parts.after === undefined ? [] : [parts.after]),
  );
  return { der: whole, key: privateKey, subject, keyId, serial, notBefore };
}

export const pem = (certificate: { readonly der: Uint8Array }, label = 'CERTIFICATE'): Buffer =>
  Buffer.from(der.pem(label, certificate.der));

export type MspConfig = Decoded<typeof FabricMSPConfig>;
type Unit = MspConfig['organizationalUnitIdentifiers'][number];

export const unit = (organizationalUnitIdentifier: string, of?: Crafted): Unit => ({
  organizationalUnitIdentifier,
  certificate: of === undefined ? Buffer.alloc(0) : pem(of),
});

export const nodeUnits = (of?: Crafted): NonNullable<MspConfig['fabricNodeOus']> => ({
  enable: true,
  clientOuIdentifier: unit('client', of),
  peerOuIdentifier: unit('peer', of),
  adminOuIdentifier: unit('admin', of),
  ordererOuIdentifier: unit('orderer', of),
});

/** The configuration of an MSP with these roots; the rest is as usual. */
export function configOf(roots: readonly Crafted[], parts: Partial<MspConfig> = {}): MspConfig {
  return {
    name: 'Org1MSP',
    rootCerts: roots.map((root) => pem(root)),
    intermediateCerts: [],
    admins: [],
    revocationList: [],
    signingIdentity: undefined,
    organizationalUnitIdentifiers: [],
    cryptoConfig: undefined,
    tlsRootCerts: [],
    tlsIntermediateCerts: [],
    fabricNodeOus: nodeUnits(),
    ...parts,
  };
}

export const mspOf = (
  roots: readonly Crafted[],
  parts: Partial<MspConfig> = {},
  version: MspVersion = '1.4.3',
): Msp => new Msp(configOf(roots, parts), { version });

/** What an MSP says of a certificate: 'unreadable', 'valid', or why not. */
export function verdictOn(msp: Msp, certificate: { readonly der: Uint8Array }): string {
  const identity = msp.identity(pem(certificate));
  if (identity === undefined) return `unreadable: ${msp.refusal(pem(certificate)) ?? 'it is read'}`;
  return identity.validity.valid ? 'valid' : identity.validity.reason;
}

export function identityOf(msp: Msp, certificate: { readonly der: Uint8Array }): Identity {
  const identity = msp.identity(pem(certificate));
  if (identity === undefined) throw new Error(msp.refusal(pem(certificate)));
  return identity;
}

export const serialized = (text: Uint8Array, mspid = 'Org1MSP'): Buffer =>
  encode(SerializedIdentity, { mspid, idBytes: text });

/** A revocation list by one authority, claiming to be of an authority with that key identifier. */
export function revocations(
  by: Crafted,
  revoked: readonly Crafted[],
  {
    keyId = by.keyId,
    extensions = [authorityKeyId(keyId)],
    signature = (it: Buffer) => it,
  }: {
    readonly keyId?: Buffer;
    readonly extensions?: readonly Buffer[];
    readonly signature?: (signature: Buffer) => Buffer;
  } = {},
): Buffer {
  const content = sequence(
    integer(Buffer.of(1)),
    ALGORITHM,
    by.subject,
    der.time(START),
    sequence(
      ...revoked.map(({ serial }) =>
        sequence(integer(Buffer.of(serial >> 8, serial & 0xff)), der.time(END)),
      ),
    ),
    element(0xa0, sequence(...extensions)),
  );
  return sequence(content, ALGORITHM, bits(signature(signWith(by.key, content))));
}
