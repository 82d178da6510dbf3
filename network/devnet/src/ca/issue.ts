// The certificate library's dependency injection needs this import first.
import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { writeSubject } from './go-names.js';
import type { Subject } from './go-names.js';
import { withLowS } from './low-s.js';
import type { Profile, Usage } from './settings.js';
import type { Surroundings } from './surroundings.js';

/** Fabric CA's extension for attributes; the shim reads it from the creator's certificate. */
const attributesExtension = '1.2.3.4.5.6.7.8.1';
export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** What signs: a CA's certificate with its key. */
export type Authority = {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
};

export type Template = {
  readonly subject: Subject;
  readonly publicKey: x509.PublicKey | webcrypto.CryptoKey;
  readonly profile: Profile;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly names?: x509.JsonGeneralNames;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
};

/** Sign a certificate, its extensions in the order in which Fabric CA writes them. */
export async function issue(
  authority: Authority,
  template: Template,
  surroundings: Surroundings,
): Promise<x509.X509Certificate> {
  const { profile, publicKey } = template;
  return sign(authority.key, surroundings, {
    subject: writeSubject(template.subject),
    issuer: authority.certificate.subjectName,
    publicKey,
    notBefore: template.notBefore,
    notAfter: template.notAfter,
    extensions: [
      ...usageExtensions(profile.usages),
      new x509.BasicConstraintsExtension(profile.isAuthority, pathLengthOf(profile), true),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      ...nameExtensions(template.names ?? []),
      ...attributeExtensions(template.attributes),
    ],
  });
}

type Unsigned = Omit<
  x509.X509CertificateCreateWithKeyParams,
  'serialNumber' | 'signingKey' | 'signingAlgorithm'
>;

/** Sign what was put together, with a serial number of its own. */
export async function sign(
  key: webcrypto.CryptoKey,
  { random, crypto }: Surroundings,
  unsigned: Unsigned,
): Promise<x509.X509Certificate> {
  const serial = Buffer.from(random(20));
  // Neither negative nor with zeros in front.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const parameters = { ...unsigned, signingKey: key, signingAlgorithm: algorithm };
  const serialNumber = serial.toString('hex');
  return x509.X509CertificateGenerator.create({ ...parameters, serialNumber }, withLowS(crypto));
}

const pathLengthOf = ({ isAuthority }: Profile): number | undefined =>
  isAuthority ? 0 : undefined;

const extended: Partial<Record<Usage, string>> = {
  serverAuth: x509.ExtendedKeyUsage.serverAuth,
  clientAuth: x509.ExtendedKeyUsage.clientAuth,
};

function usageExtensions(usages: readonly Usage[]): x509.Extension[] {
  const oids = usages.flatMap((it) => extended[it] ?? []);
  let flags = 0;
  for (const usage of usages)
    if (usage !== 'serverAuth' && usage !== 'clientAuth') flags |= x509.KeyUsageFlags[usage];
  return [
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- Flags are combined by OR, which makes a number.
    new x509.KeyUsagesExtension(flags, true),
    ...(oids.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(oids)]),
  ];
}

const nameExtensions = (names: x509.JsonGeneralNames): x509.Extension[] =>
  names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)];

function attributeExtensions(
  attributes: Readonly<Record<string, string>> | undefined,
): x509.Extension[] {
  if (attributes === undefined) return [];
  const attrs = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  const value = new TextEncoder().encode(JSON.stringify({ attrs }));
  return [new x509.Extension(attributesExtension, false, value)];
}
