// The certificate library's dependency injection needs this import first.
import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const halfOrder = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8n;
const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** Fabric CA's extension for attributes; the shim reads it from the creator's certificate. */
const attributesExtension = '1.2.3.4.5.6.7.8.1';

export type Issued = {
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly notAfter: Date;
};
export type Authority = Issued & {
  readonly certificate: x509.X509Certificate;
  readonly key: webcrypto.CryptoKey;
};
type Keys = { readonly privateKey: webcrypto.CryptoKey; readonly publicKey: webcrypto.CryptoKey };

export async function makeAuthority(commonName: string, organisation: string): Promise<Authority> {
  const keys = await makeKeys();
  const subject = `CN=${commonName}, O=${organisation}`;
  const usages =
    x509.KeyUsageFlags.keyCertSign |
    x509.KeyUsageFlags.cRLSign |
    x509.KeyUsageFlags.digitalSignature;
  const certificate = await issue({
    subject,
    issuer: subject,
    publicKey: keys.publicKey,
    signingKey: keys.privateKey,
    years: 10,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- Flags are combined by OR, which makes a number.
      new x509.KeyUsagesExtension(usages, true),
      // An MSP refuses an authority without a subject key identifier.
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { ...issued(certificate, keys), certificate, key: keys.privateKey };
}

export type EnrolmentSubject = {
  readonly commonName: string;
  readonly unit: string;
  readonly attributes?: Readonly<Record<string, string>>;
};

/** A certificate that signs: its organisational unit is its role in the MSP. */
export async function enrol(authority: Authority, subject: EnrolmentSubject): Promise<Issued> {
  const { commonName, unit, attributes } = subject;
  const value = new TextEncoder().encode(JSON.stringify({ attrs: attributes }));
  return makeLeaf(authority, `CN=${commonName}, OU=${unit}`, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    ...(attributes === undefined ? [] : [new x509.Extension(attributesExtension, false, value)]),
  ]);
}

/** A certificate for a listener on this machine and for the client side of the same links. */
export async function certifyForTls(authority: Authority, commonName: string): Promise<Issued> {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  return makeLeaf(authority, `CN=${commonName}`, [
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
    new x509.SubjectAlternativeNameExtension([
      { type: 'dns', value: 'localhost' },
      { type: 'dns', value: commonName },
      { type: 'ip', value: '127.0.0.1' },
    ]),
  ]);
}

async function makeLeaf(
  authority: Authority,
  subject: string,
  extensions: readonly x509.Extension[],
): Promise<Issued> {
  const keys = await makeKeys();
  const certificate = await issue({
    subject,
    issuer: authority.certificate.subject,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    years: 1,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...extensions,
    ],
  });
  return issued(certificate, keys);
}

type Request = {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly signingKey: webcrypto.CryptoKey;
  readonly years: number;
  readonly extensions: x509.Extension[];
};

/** Fabric rewrites a certificate whose signature is high-S, and its bytes then differ from the file's.
 *  So a certificate is issued again, with another serial number, until its signature is low-S. */
async function issue({ years, ...request }: Request): Promise<x509.X509Certificate> {
  for (;;) {
    const serial = randomBytes(16);
    serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
    const now = Date.now();
    const certificate = await x509.X509CertificateGenerator.create(
      {
        ...request,
        serialNumber: serial.toString('hex'),
        signingAlgorithm: algorithm,
        // Clocks differ a little; a certificate from the future is refused.
        notBefore: new Date(now - 5 * minute),
        notAfter: new Date(now + years * year),
      },
      webcrypto,
    );
    if (isLowS(Buffer.from(certificate.signature))) return certificate;
  }
}

/** The signature is DER: SEQUENCE { INTEGER r, INTEGER s }. */
export function isLowS(signature: Uint8Array): boolean {
  const lengthOfR = signature[3] ?? 0;
  const s = signature.subarray(4 + lengthOfR + 2);
  return BigInt(`0x${Buffer.from(s).toString('hex')}`) <= halfOrder;
}

const makeKeys = async (): Promise<Keys> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

function issued(certificate: x509.X509Certificate, keys: Keys): Issued {
  const key = KeyObject.from(keys.privateKey);
  return {
    certificatePem: `${certificate.toString('pem')}\n`,
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    notAfter: certificate.notAfter,
  };
}
