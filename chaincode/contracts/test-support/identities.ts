// The certificate library needs reflection metadata before it is loaded.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const attributesOid = '1.2.3.4.5.6.7.8.1';

export interface Signer {
  readonly mspid: string;
  readonly idBytes: Uint8Array;
}

/** A certificate as Fabric CA issues it, with the given text as its attributes extension. */
export async function signerWith(mspid: string, attributes: string | undefined): Promise<Signer> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const extensions =
    attributes === undefined
      ? []
      : [new x509.Extension(attributesOid, false, Buffer.from(attributes))];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=somebody, O=${mspid}`,
    notBefore: new Date('2026-01-01'),
    notAfter: new Date('2027-01-01'),
    signingAlgorithm: algorithm,
    keys,
    extensions,
  });
  return { mspid, idBytes: Buffer.from(certificate.toString('pem')) };
}

/** A member's staff with a role. */
export function staff(mspid: string, role: string): Promise<Signer> {
  return signerWith(mspid, JSON.stringify({ attrs: { 'argosy.role': role } }));
}
