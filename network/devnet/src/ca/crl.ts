import {
  ecdsaWithSha256,
  integer,
  sealed,
  sequence,
  tagged,
  time,
} from '@argosy/protocol/msp/der-forms';
import { encodePem } from '@argosy/protocol/pem';
import { crlBody, readBody } from './bodies.js';
import type { CrlBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { authorityKeyIdentifier, keyIdentifierOf } from './issue.js';
import type { CertificateRecord } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { isTrue } from './rights.js';
import { authenticateToken } from './token.js';

/** The list of revoked certificates that the filters leave. */
export function generateCrl(ca: Ca, call: Call): unknown {
  const filters = readBody(crlBody, call);
  const { identity } = authenticateToken(ca, call);
  if (!isTrue(identity, 'hf.GenCRL')) throw notAuthorised();
  return { CRL: makeCrl(ca, filters) };
}

/** A signed list in PEM, in base 64. Refuses a period that ends before it begins. */
export function makeCrl(ca: Ca, filters: CrlBody): string {
  refuseBackwards(filters);
  const { certificate, key } = ca.authority;
  const records = ca.registry.certificates().filter((it) => passes(it, filters));
  const now = ca.surroundings.now();
  const list = sequence(
    integer('1'),
    ecdsaWithSha256,
    certificate.subject,
    timeOf(now),
    timeOf(now + ca.settings.crlLifetimeSeconds * 1000),
    ...(records.length === 0 ? [] : [sequence(...records.map(entryOf))]),
    tagged(0, sequence(authorityKeyIdentifier(keyIdentifierOf(certificate)))),
  );
  const pem = encodePem('X509 CRL', sealed(list, ca.surroundings.sign(key, list)));
  return Buffer.from(pem).toString('base64');
}

const timeOf = (milliseconds: number): Uint8Array => time(new Date(milliseconds).toISOString());

const entryOf = ({ serial, revoked }: CertificateRecord): Uint8Array =>
  sequence(integer(serial), timeOf(revoked?.atMs ?? 0));

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
