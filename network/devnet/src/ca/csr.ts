import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { readSubject } from './go-names.js';
import type { Subject } from './go-names.js';
import { CaRefusal, failed } from './refusal.js';

/** What a certificate request asks for. */
export type CertificateRequest = {
  readonly subject: Subject;
  readonly publicKey: x509.PublicKey;
  readonly names: x509.JsonGeneralNames;
  readonly wantsAuthority: boolean;
  /** Whether whoever made the request holds the key. */
  readonly isSigned: () => Promise<boolean>;
};

/** Refuses what is no certificate request in PEM. */
export function readCertificateRequest(pem: string): CertificateRequest {
  const [, kind, body] = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(pem) ?? [];
  if (kind === undefined || body === undefined)
    throw new CaRefusal(400, 'badRequestForCertificate', 'CSR Decode failed');
  if (kind !== 'CERTIFICATE REQUEST' && kind !== 'NEW CERTIFICATE REQUEST')
    throw failed('not a certificate or csr');
  try {
    return describe(new x509.Pkcs10CertificateRequest(Buffer.from(body, 'base64')));
  } catch (error) {
    if (error instanceof CaRefusal) throw error;
    throw failed(`The certificate request cannot be read: ${String(error)}`);
  }
}

function describe(request: x509.Pkcs10CertificateRequest): CertificateRequest {
  const names = request.getExtension('2.5.29.17');
  const constraints = request.getExtension('2.5.29.19');
  return {
    subject: readSubject(request.subjectName),
    publicKey: request.publicKey,
    names: names instanceof x509.SubjectAlternativeNameExtension ? names.names.toJSON() : [],
    wantsAuthority: constraints instanceof x509.BasicConstraintsExtension && constraints.ca,
    isSigned: async () => {
      try {
        return await request.verify();
      } catch {
        return false;
      }
    },
  };
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
