// The certificate library's dependency injection needs this import first.
import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** PEM texts. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority for one test. */
export class Authority {
  private constructor(
    readonly certificate: string,
    private readonly issuer: x509.X509Certificate,
    private readonly signingKey: webcrypto.CryptoKey,
  ) {}

  static async make(name: string): Promise<Authority> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      keys,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + 30 * DAY),
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new Authority(certificate.toString('pem'), certificate, keys.privateKey);
  }

  /** A certificate for signing; `unit` is its role. It began yesterday and ends in `days`. */
  enrol(name: string, unit: string, days = 30): Promise<Pair> {
    return this.issue(`CN=${name}, OU=${unit}`, days, []);
  }

  /** A certificate for both ends of TLS on this machine. */
  certifyTls(name: string): Promise<Pair> {
    const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
    return this.issue(`CN=${name}`, 30, [
      new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ]);
  }

  private async issue(subject: string, days: number, extensions: x509.Extension[]): Promise<Pair> {
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificate = await x509.X509CertificateGenerator.create({
      subject,
      issuer: this.issuer.subject,
      publicKey: keys.publicKey,
      signingKey: this.signingKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - DAY),
      notAfter: new Date(Date.now() + days * DAY),
      extensions: [new x509.BasicConstraintsExtension(false, undefined, true), ...extensions],
    });
    const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' });
    return { certificate: certificate.toString('pem'), key: key.toString() };
  }
}
