import { X509Certificate, createPrivateKey } from 'node:crypto';
import type { Credentials } from './credentials.js';
import { CaAnswerInvalid } from './errors.js';

/** An identity's certificate with its key and the chain of the CA that issued it. */
export type Enrolment = Credentials & {
  readonly id: string;
  readonly chainPem: string;
  readonly notAfter: Date;
};

/** A certificate is used only when it certifies our own key and comes from the CA's chain. */
export function checkEnrolment(what: string, answer: Omit<Enrolment, 'notAfter'>): Enrolment {
  const certificate = readCertificate(what, answer.certificatePem);
  if (!certificate.checkPrivateKey(createPrivateKey(answer.keyPem)))
    throw new CaAnswerInvalid(what, 'The certificate is for another key.');
  const chain = answer.chainPem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  const isIssued = (chain ?? []).some((pem) => {
    const issuer = readCertificate(what, pem);
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  });
  if (!isIssued) throw new CaAnswerInvalid(what, 'The certificate is not from the CA’s chain.');
  return { ...answer, notAfter: new Date(certificate.validTo) };
}

function readCertificate(what: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new CaAnswerInvalid(what, 'There is no certificate in it.');
  }
}
