import { X509Certificate, verify } from 'node:crypto';
import { halfOrder, isLowS, parseSignature } from '@argosy/protocol/ecdsa';
import type { Ca, Call } from './ca.js';
import type { Identity } from './records.js';
import { CaRefusal, notAuthenticated } from './refusal.js';

export type Caller = {
  readonly identity: Identity;
  /** Which certificate the call was signed with. */
  readonly serial: string;
  readonly aki: string;
};

/** Who makes a call, by the token in its header: `<certificate>.<signature>`, both in base 64.
 *  Refuses a missing header, and without a reason every token that does not prove an identity that may call now. */
export function authenticateToken(ca: Ca, call: Call): Caller {
  if (call.authorization === undefined)
    throw new CaRefusal(401, 'noAuthorizationHeader', 'No authorization header');
  const [certificateText = '', signatureText = '', ...more] = call.authorization.split('.');
  const certificate = readCertificate(certificateText);
  if (certificate === undefined || more.length > 0) throw notAuthenticated();
  const signature = Buffer.from(signatureText, 'base64');
  if (!isSigned({ ca, call, certificate, certificateText, signature })) throw notAuthenticated();
  return identify(ca, certificate);
}

function readCertificate(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
}

type Signed = {
  readonly ca: Ca;
  readonly call: Call;
  readonly certificate: X509Certificate;
  readonly certificateText: string;
  readonly signature: Uint8Array;
};

function isSigned({ ca, call, certificate, certificateText, signature }: Signed): boolean {
  const key = certificate.publicKey;
  const limit = halfOrder(key.asymmetricKeyDetails?.namedCurve);
  const parsed = parseSignature(signature);
  if (limit === undefined || parsed === undefined || !isLowS(parsed, limit)) return false;
  const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes).toString('base64');
  const old = `${base64(call.body)}.${certificateText}`;
  const current = `${call.method}.${base64(call.uri)}.${old}`;
  const texts = ca.settings.allowsLegacyTokens ? [current, old] : [current];
  return texts.some((text) => verify('sha256', Buffer.from(text), key, signature));
}

function identify(ca: Ca, certificate: X509Certificate): Caller {
  const issuer = ca.authorityCertificate;
  const now = ca.surroundings.now();
  const isCurrent =
    now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);
  const isOurs = certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  if (!isCurrent || !isOurs) throw notAuthenticated();
  const serial = certificate.serialNumber.toLowerCase().replace(/^0+/, '');
  const record = ca.registry.certificate(serial, ca.aki);
  if (record === undefined || record.revoked !== undefined) throw notAuthenticated();
  const identity = ca.registry.identity(record.id);
  if (identity === undefined) throw notAuthenticated();
  return { identity, serial, aki: ca.aki };
}
