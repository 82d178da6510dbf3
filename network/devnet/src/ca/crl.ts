import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { crlBody, readBody } from './bodies.js';
import type { CrlBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { algorithm } from './issue.js';
import { withLowS } from './low-s.js';
import type { CertificateRecord } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { isTrue } from './rights.js';
import { authenticateToken } from './token.js';

/** The list of revoked certificates that the filters leave. */
export async function generateCrl(ca: Ca, call: Call): Promise<unknown> {
  const filters = readBody(crlBody, call);
  const { identity } = authenticateToken(ca, call);
  if (!isTrue(identity, 'hf.GenCRL')) throw notAuthorised();
  return { CRL: await makeCrl(ca, filters) };
}

/** A signed list in PEM, in base 64. Refuses a period that ends before it begins. */
export async function makeCrl(ca: Ca, filters: CrlBody): Promise<string> {
  refuseBackwards(filters);
  const { now, crypto } = ca.surroundings;
  const certificates = ca.registry.certificates().filter((it) => passes(it, filters));
  const { certificate, key } = ca.authority;
  const crl = await x509.X509CrlGenerator.create(
    {
      issuer: certificate.subjectName,
      thisUpdate: new Date(now()),
      nextUpdate: new Date(now() + ca.settings.crlLifetimeSeconds * 1000),
      entries: certificates.map(({ serial, revoked }) => ({
        serialNumber: serial,
        revocationDate: new Date(revoked?.atMs ?? 0),
      })),
      extensions: [await x509.AuthorityKeyIdentifierExtension.create(certificate)],
      signingAlgorithm: algorithm,
      signingKey: key,
    },
    withLowS(crypto),
  );
  return Buffer.from(`${crl.toString('pem')}\n`).toString('base64');
}

function refuseBackwards(filters: CrlBody): void {
  const { revokedafter, revokedbefore, expireafter, expirebefore } = filters;
  if (isBackwards(revokedafter, revokedbefore)) {
    const why =
      "Invalid 'revokedafter' value. It must not be a timestamp greater than 'revokedbefore'";
    throw new CaRefusal(400, 'invalidRevokedAfter', why);
  }
  if (isBackwards(expireafter, expirebefore)) {
    const why =
      "Invalid 'expireafter' value. It must not be a timestamp greater than 'expirebefore'";
    throw new CaRefusal(400, 'invalidExpireAfter', why);
  }
}

const isBackwards = (after: number | undefined, before: number | undefined): boolean =>
  after !== undefined && before !== undefined && after > before;

function passes({ revoked, notAfterMs }: CertificateRecord, filters: CrlBody): boolean {
  if (revoked === undefined) return false;
  const { revokedafter = -Infinity, revokedbefore = Infinity } = filters;
  const { expireafter = -Infinity, expirebefore = Infinity } = filters;
  const isRevokedThen = revoked.atMs > revokedafter && revoked.atMs < revokedbefore;
  return isRevokedThen && notAfterMs > expireafter && notAfterMs < expirebefore;
}
