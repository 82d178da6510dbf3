import 'reflect-metadata';
import { derElement } from '@argosy/protocol/msp/der-write';
import { encodePem } from '@argosy/protocol/pem';
import * as x509 from '@peculiar/x509';
import { crlBody, readBody } from './bodies.js';
import type { CrlBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { ecdsaWithSha256, integer, sequence, signature, time } from './der.js';
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
  const { certificate, key } = ca.authority;
  const records = ca.registry.certificates().filter((it) => passes(it, filters));
  const identifier = await x509.AuthorityKeyIdentifierExtension.create(certificate);
  const now = ca.surroundings.now();
  const list = sequence(
    integer('1'),
    ecdsaWithSha256,
    new Uint8Array(certificate.subjectName.toArrayBuffer()),
    time(new Date(now)),
    time(new Date(now + ca.settings.crlLifetimeSeconds * 1000)),
    ...(records.length === 0 ? [] : [sequence(...records.map(entryOf))]),
    derElement(0xa0, sequence(new Uint8Array(identifier.rawData))),
  );
  const signed = await withLowS(ca.surroundings.crypto).subtle.sign(algorithm, key, list);
  const der = sequence(list, ecdsaWithSha256, signature(new Uint8Array(signed)));
  const pem = encodePem('X509 CRL', der);
  return Buffer.from(pem).toString('base64');
}

const entryOf = ({ serial, revoked }: CertificateRecord): Uint8Array =>
  sequence(integer(serial), time(new Date(revoked?.atMs ?? 0)));

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
