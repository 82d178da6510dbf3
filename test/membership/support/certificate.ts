import { X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** What the suite looks at in a certificate. */
export type Described = {
  /** The subject's parts in order; those of one set joined by a plus. */
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>> | undefined;
  readonly usages: number;
  readonly extendedUsages: readonly string[];
  readonly alternativeNames: string | undefined;
  readonly isAuthority: boolean;
  readonly serial: string;
  readonly aki: string;
  readonly extensions: readonly string[];
};

/** Take a certificate in PEM apart. */
export function describeCertificate(pem: string): Described {
  const certificate = new x509.X509Certificate(pem);
  const attributes = certificate.getExtension('1.2.3.4.5.6.7.8.1');
  const usages = certificate.getExtension(x509.KeyUsagesExtension);
  const extended = certificate.getExtension(x509.ExtendedKeyUsageExtension);
  const constraints = certificate.getExtension(x509.BasicConstraintsExtension);
  return {
    subject: certificate.subject,
    attributes: attributes === null ? undefined : readAttributes(attributes.value),
    usages: usages?.usages ?? 0,
    extendedUsages: extended?.usages.map(String) ?? [],
    alternativeNames: new X509Certificate(pem).subjectAltName,
    isAuthority: constraints?.ca ?? false,
    ...numbersOf(certificate),
    extensions: certificate.extensions.map((it) => (it.critical ? `${it.type}!` : it.type)),
  };
}

function numbersOf(certificate: x509.X509Certificate): { serial: string; aki: string } {
  const aki = certificate.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId ?? '';
  return { serial: certificate.serialNumber.toLowerCase(), aki: aki.toLowerCase() };
}

function readAttributes(value: ArrayBuffer): Record<string, string> {
  const { attrs } = JSON.parse(Buffer.from(value).toString()) as { attrs: Record<string, string> };
  return attrs;
}
