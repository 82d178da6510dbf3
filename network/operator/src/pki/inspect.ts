import { X509Certificate, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { KeyPairFiles } from '../run-folder.js';

/** A certificate with its key, as found in the run folder. */
export type Found = {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly notAfter: Date;
};

/** The pair in these files, if it is one, and comes from this authority. A start that was cut short may have left half of it. */
export function findPair(files: KeyPairFiles, authorityPem: string): Found | undefined {
  if (!existsSync(files.certificate) || !existsSync(files.key)) return undefined;
  const certificatePem = readFileSync(files.certificate, 'utf8');
  const keyPem = readFileSync(files.key, 'utf8');
  try {
    const certificate = new X509Certificate(certificatePem);
    const issuer = new X509Certificate(authorityPem);
    const isOurs = certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    if (!isOurs || !certificate.checkPrivateKey(createPrivateKey(keyPem))) return undefined;
    return { certificatePem, keyPem, notAfter: new Date(certificate.validTo) };
  } catch {
    return undefined;
  }
}
