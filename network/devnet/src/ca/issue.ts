import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Certificate } from '@argosy/protocol/msp/certificate';
import { DerReader, tag } from '@argosy/protocol/msp/der';
import {
  ecdsaWithSha256,
  identifier,
  integer,
  namedBits,
  octets,
  retagged,
  sealed,
  sequence,
  tagged,
  time,
  yes,
} from '@argosy/protocol/msp/der-forms';
import { writeGeneralNames } from './general-names.js';
import type { GeneralName } from './general-names.js';
import { writeSubject } from './go-names.js';
import type { Subject } from './go-names.js';
import type { Profile, Usage } from './settings.js';
import type { Surroundings } from './surroundings.js';

/** What signs: a CA's certificate with its key. */
export type Authority = { readonly certificate: Certificate; readonly key: KeyObject };

export type Template = {
  readonly subject: Subject;
  /** The key's SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly profile: Pick<Profile, 'usages' | 'isAuthority'>;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly names?: readonly GeneralName[];
  readonly attributes?: Readonly<Record<string, string>> | undefined;
};

/** A certificate that was just signed, in DER, with its serial number in hexadecimal. */
export type Issued = { readonly der: Buffer; readonly serial: string };

/** Certify a key, the extensions in the order in which Fabric CA writes them. */
export function issue(
  { certificate, key }: Authority,
  template: Template,
  surroundings: Surroundings,
): Issued {
  const { profile, publicKey, names = [], attributes } = template;
  return sign(key, surroundings, {
    ...template,
    subject: writeSubject(template.subject),
    issuer: certificate.subject,
    extensions: [
      ...usageExtensions(profile.usages),
      constraints({ isAuthority: profile.isAuthority, pathLength: 0 }),
      subjectKeyIdentifier(publicKey),
      authorityKeyIdentifier(keyIdentifierOf(certificate)),
      ...(names.length === 0 ? [] : [extension('2.5.29.17', writeGeneralNames(names))]),
      ...attributeExtensions(attributes),
    ],
  });
}

export type Unsigned = Pick<Template, 'publicKey' | 'notBefore' | 'notAfter'> & {
  readonly subject: Uint8Array;
  readonly issuer: Uint8Array;
  readonly extensions: readonly Uint8Array[];
};

/** Sign what was put together, with a serial number of its own. */
export function sign(
  key: KeyObject,
  surroundings: Pick<Surroundings, 'random' | 'sign'>,
  unsigned: Unsigned,
): Issued {
  const number = Buffer.from(surroundings.random(20));
  // Neither negative nor with zeros in front.
  number[0] = ((number[0] ?? 0) & 0x3f) | 0x40;
  const serial = number.toString('hex');
  const body = sequence(
    tagged(0, integer('02')),
    integer(serial),
    ecdsaWithSha256,
    unsigned.issuer,
    sequence(time(unsigned.notBefore.toISOString()), time(unsigned.notAfter.toISOString())),
    unsigned.subject,
    unsigned.publicKey,
    tagged(3, sequence(...unsigned.extensions)),
  );
  return { der: sealed(body, surroundings.sign(key, body)), serial };
}

/** An extension; its value is DER itself. */
export const extension = (id: string, value: Uint8Array, isCritical = false): Buffer =>
  sequence(identifier(id), ...(isCritical ? [yes] : []), octets(value));

const usageBits: Partial<Record<Usage, number>> = {
  digitalSignature: 0,
  keyEncipherment: 2,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
};
const extendedUsages: Partial<Record<Usage, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
};

export function usageExtensions(usages: readonly Usage[]): Buffer[] {
  const extended = usages.flatMap((it) => extendedUsages[it] ?? []);
  const simple = usages.flatMap((it) => usageBits[it] ?? []);
  return [
    extension('2.5.29.15', namedBits(simple), true),
    ...(extended.length === 0
      ? []
      : [extension('2.5.29.37', sequence(...extended.map(identifier)))]),
  ];
}

export const constraints = (of: {
  readonly isAuthority: boolean;
  readonly pathLength: number;
}): Buffer =>
  extension(
    '2.5.29.19',
    of.isAuthority ? sequence(yes, integer(of.pathLength.toString(16))) : sequence(),
    true,
  );

/** By the key's SHA-1, the first method of RFC 5280, as Fabric CA does it. */
export const subjectKeyIdentifier = (publicKey: Uint8Array): Buffer => {
  const info = new DerReader(publicKey).inside(tag.sequence);
  info.any();
  return extension('2.5.29.14', octets(createHash('sha1').update(info.bits().bytes).digest()));
};

/** Names the authority by its key; without number or name. */
export const authorityKeyIdentifier = (keyIdentifier: Uint8Array): Buffer =>
  extension('2.5.29.35', sequence(retagged(0, keyIdentifier)));

export function keyIdentifierOf({ extensions }: Certificate): Uint8Array {
  const { subjectKeyId } = extensions;
  if (subjectKeyId === undefined) throw new Error('The authority has no subject key identifier.');
  return subjectKeyId;
}

/** Fabric CA's extension for attributes; the shim reads it from the creator's certificate. */
function attributeExtensions(attributes: Readonly<Record<string, string>> | undefined): Buffer[] {
  if (attributes === undefined) return [];
  const attrs = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [extension('1.2.3.4.5.6.7.8.1', Buffer.from(JSON.stringify({ attrs })))];
}
