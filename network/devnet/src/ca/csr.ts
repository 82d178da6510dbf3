import { readAlgorithm, signatureScheme } from '@argosy/protocol/msp/algorithms';
import { signatureHolds } from '@argosy/protocol/msp/certificate-signature';
import { DerReader, constructedTag, rightAligned, tag } from '@argosy/protocol/msp/der';
import { readExtensionList } from '@argosy/protocol/msp/extensions';
import type { Extension } from '@argosy/protocol/msp/extensions';
import { readPublicKey } from '@argosy/protocol/msp/public-key';
import { readGeneralNames } from './general-names.js';
import type { GeneralName } from './general-names.js';
import { readSubject } from './go-names.js';
import type { Subject } from './go-names.js';
import { CaRefusal, failed } from './refusal.js';

/** What a certificate request asks for. */
export type CertificateRequest = {
  readonly subject: Subject;
  /** The key's SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly names: readonly GeneralName[];
  readonly wantsAuthority: boolean;
  /** Whether whoever made the request holds the key. */
  readonly isSigned: boolean;
};

/** Refuses what is no certificate request in PEM. */
export function readCertificateRequest(pem: string): CertificateRequest {
  const [, kind, body] = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(pem) ?? [];
  if (kind === undefined || body === undefined)
    throw new CaRefusal(400, 'badRequestForCertificate', 'CSR Decode failed');
  if (kind !== 'CERTIFICATE REQUEST' && kind !== 'NEW CERTIFICATE REQUEST')
    throw failed('not a certificate or csr');
  try {
    return describe(Buffer.from(body, 'base64'));
  } catch (error) {
    throw failed(`The certificate request cannot be read: ${String(error)}`);
  }
}

/** PKCS #10: what is asked, the algorithm, the signature. */
function describe(der: Uint8Array): CertificateRequest {
  const outer = new DerReader(der).inside(tag.sequence);
  const asked = outer.element(tag.sequence);
  const scheme = signatureScheme(readAlgorithm(outer.inside(tag.sequence)));
  const signature = rightAligned(outer.bits());
  const body = new DerReader(asked.content);
  body.integer();
  const subject = readSubject(body.element(tag.sequence).whole);
  const publicKey = body.element(tag.sequence).whole;
  const extensions = wantedExtensions(body.optional(constructedTag(0)));
  const names = extensions.get(alternativeNames);
  const sealed = { scheme, signed: asked.whole, signature };
  return {
    subject,
    publicKey,
    names: names === undefined ? [] : readGeneralNames(names.value),
    wantsAuthority: isAuthority(extensions.get(basicConstraints)),
    isSigned: signatureHolds(readPublicKey(publicKey), sealed),
  };
}

const alternativeNames = '2.5.29.17';
const basicConstraints = '2.5.29.19';
const extensionRequest = '1.2.840.113549.1.9.14';

function wantedExtensions(attributes: Uint8Array | undefined): ReadonlyMap<string, Extension> {
  const wanted = new Map<string, Extension>();
  const reader = new DerReader(attributes ?? new Uint8Array(0));
  while (!reader.empty) {
    const attribute = reader.inside(tag.sequence);
    if (attribute.identifier() !== extensionRequest) continue;
    const list = attribute.inside(tag.set).inside(tag.sequence);
    for (const extension of readExtensionList(list)) wanted.set(extension.id, extension);
  }
  return wanted;
}

function isAuthority(extension: Extension | undefined): boolean {
  if (extension === undefined) return false;
  const constraints = new DerReader(extension.value).inside(tag.sequence);
  return constraints.next(tag.boolean) && constraints.boolean();
}

const limits = [
  ['CN', 64, ({ commonName }: Subject) => [commonName]],
  ['serial number', 64, ({ serialNumber }: Subject) => [serialNumber ?? '']],
  ['organizational unit name', 64, ({ units = [] }: Subject) => units],
  ['organization name', 64, ({ organisation = [] }: Subject) => organisation],
  ['country name', 2, ({ country = [] }: Subject) => country],
  ['locality name', 128, ({ locality = [] }: Subject) => locality],
  ['state name', 128, ({ province = [] }: Subject) => province],
] as const;

/** Refuses a subject with a part that is longer than X.509 allows. */
export function refuseLongSubject(subject: Subject): void {
  for (const [name, limit, values] of limits) {
    const long = values(subject).find((it) => Buffer.byteLength(it) > limit);
    if (long === undefined) continue;
    const why = `The ${name} '${long}' exceeds the maximum character limit of ${limit}`;
    throw new CaRefusal(400, 'certificateRequestTooLong', `CSR input validation failed: ${why}`);
  }
}
