import { readBody, revocationBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { makeCrl } from './crl.js';
import type { CertificateRecord, Identity } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { isTrue, requireManagement } from './rights.js';
import { authenticateToken } from './token.js';
import type { Caller } from './token.js';

/** RFC 5280's reasons by the names that a request may use; any other is `unspecified`. */
const reasons = new Map([
  ['unspecified', 0],
  ['keycompromise', 1],
  ['cacompromise', 2],
  ['affiliationchanged', 3],
  ['superseded', 4],
  ['cessationofoperation', 5],
  ['certificatehold', 6],
  ['removefromcrl', 8],
  ['privilegewithdrawn', 9],
  ['aacompromise', 10],
]);

/** Revoke one certificate by its numbers, or an identity with all its certificates. */
export function revoke(ca: Ca, call: Call): unknown {
  const body = readBody(revocationBody, call);
  const caller = authenticateToken(ca, call);
  const at = { atMs: ca.surroundings.now(), reason: reasons.get(body.reason) ?? 0 };
  const serial = normalise(body.serial);
  const aki = normalise(body.aki);
  let revoked: readonly CertificateRecord[];
  if (serial !== '' && aki !== '') {
    revoked = [findCertificate(ca, caller, { serial, aki, owner: body.id })];
    ca.registry.commit(revocationOf(revoked, at));
  } else if (body.id !== '') {
    const identity = findIdentity(ca, caller, body.id);
    revoked = ca.registry.goodCertificatesOf(identity.id);
    const record = { ...identity, revoked: true };
    ca.registry.commit([{ kind: 'identity', record }, ...revocationOf(revoked, at)]);
  } else {
    const why = 'Either Name or Serial and AKI are required for a revoke request';
    throw new CaRefusal(400, 'missingRevokeArguments', why);
  }
  const wantsCrl = body.gencrl && revoked.length > 0;
  return {
    RevokedCerts:
      revoked.length === 0 ? null : revoked.map((it) => ({ Serial: it.serial, AKI: it.aki })),
    CRL: wantsCrl ? makeCrl(ca, {}) : '',
  };
}

const normalise = (hexadecimal: string): string =>
  hexadecimal.toLowerCase().replace(/^0+/, '').replaceAll(':', '');

type Wanted = { readonly serial: string; readonly aki: string; readonly owner: string };

function findCertificate(ca: Ca, caller: Caller, wanted: Wanted): CertificateRecord {
  const { serial, aki, owner } = wanted;
  const name = `Certificate with serial ${serial} and AKI ${aki}`;
  const record = ca.registry.certificate(serial, aki);
  if (record === undefined)
    throw new CaRefusal(404, 'certificateNotFound', `${name} was not found`);
  requireRevoker(caller, record.id);
  if (record.revoked !== undefined)
    throw new CaRefusal(404, 'alreadyRevoked', `${name} was already revoked`);
  if (owner !== '' && owner !== record.id)
    throw new CaRefusal(400, 'wrongOwner', `${name} is not owned by ${owner}`);
  const identity = ca.registry.identity(record.id);
  if (identity === undefined) throw identityNotFound(record.id);
  const isCallersOwn = serial === caller.serial && aki === caller.aki;
  if (!isCallersOwn) requireManagement(caller.identity, identity);
  return record;
}

function findIdentity(ca: Ca, caller: Caller, id: string): Identity {
  requireRevoker(caller, id);
  const identity = ca.registry.identity(id);
  if (identity === undefined) throw identityNotFound(id);
  if (identity.id !== caller.identity.id) requireManagement(caller.identity, identity);
  return identity;
}

const identityNotFound = (id: string): CaRefusal =>
  new CaRefusal(
    404,
    'identityToRevokeNotFound',
    `Identity ${id} was not found: Failed to get User: sql: no rows in result set`,
  );

/** Everyone may revoke what is their own. */
function requireRevoker({ identity }: Caller, owner: string): void {
  if (identity.id !== owner && !isTrue(identity, 'hf.Revoker')) throw notAuthorised();
}

const revocationOf = (
  records: readonly CertificateRecord[],
  revoked: { readonly atMs: number; readonly reason: number },
): { kind: 'certificate'; record: CertificateRecord }[] =>
  records.map((record) => ({ kind: 'certificate', record: { ...record, revoked } }));
