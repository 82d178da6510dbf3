import { mayGiveAttributes } from './attribute-rules.js';
import { changeBody, readBody, registrationBody } from './bodies.js';
import type { ChangeBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { readList } from './go-values.js';
import { readFlag } from './query.js';
import type { Changes, Identity } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { mergeAttributes, ownAttributes, registerIdentity } from './registration.js';
import { requireAffiliation, requireManagement, requireRegistrar, requireType } from './rights.js';
import { hashSecret } from './secrets.js';
import { authenticateToken } from './token.js';

/** RFC 5280's reason for the certificates of an identity that is removed. */
const cessationOfOperation = 5;

/** Every identity of the types and affiliations that the registrar manages. */
export function listIdentities(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  const types = readList(requireRegistrar(caller));
  const seen = ca.registry
    .identitiesWithin(caller.affiliation)
    .filter(({ type }) => types.includes('*') || types.includes(type));
  return { identities: seen.map(describeIdentity), caname: ca.name };
}

export function getIdentity(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  return { ...describeIdentity(findManaged(ca, caller, call.subject)), caname: ca.name };
}

/** As registering, but answers with the whole identity. */
export function addIdentity(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  const body = readBody(registrationBody, call);
  if (body.id === '')
    throw new CaRefusal(400, 'addIdentity', "Missing 'ID' in request to add a new identity");
  const { identity, secret } = registerIdentity(ca, caller, body);
  return { ...describeChanged(identity), secret, caname: ca.name };
}

/** Change what the body names; everything else stays. */
export function modifyIdentity(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  const identity = findManaged(ca, caller, call.subject);
  const body = readBody(changeBody, call);
  refuseChange(ca, caller, identity, body);
  const changed = change(ca, identity, body);
  ca.registry.commit([{ kind: 'identity', record: changed }]);
  const secret = body.secret === '' ? {} : { secret: body.secret };
  return { ...describeChanged(changed), ...secret, caname: ca.name };
}

/** Remove an identity and revoke its certificates. */
export function removeIdentity(ca: Ca, call: Call): unknown {
  const { identity: caller } = authenticateToken(ca, call);
  if (!ca.settings.allowsIdentityRemoval)
    throw new CaRefusal(403, 'removeIdentity', 'Identity removal is disabled');
  const force = readFlag(call.query, 'force');
  if (call.subject === caller.id && !force) {
    const why = "Need to use 'force' option to delete your own identity";
    throw new CaRefusal(403, 'removeIdentity', why);
  }
  const identity = findManaged(ca, caller, call.subject);
  ca.registry.commit(removal(ca, identity, cessationOfOperation));
  return { ...describeChanged(identity), caname: ca.name };
}

/** What removing an identity changes. */
export function removal(ca: Ca, { id }: Identity, reason: number): Changes {
  const revoked = { atMs: ca.surroundings.now(), reason };
  const certificates = ca.registry.goodCertificatesOf(id).map((record) => ({
    kind: 'certificate' as const,
    record: { ...record, revoked },
  }));
  return [...certificates, { kind: 'identityRemoved', id }];
}

function findManaged(ca: Ca, caller: Identity, id: string): Identity {
  const identity = ca.registry.identity(id);
  if (identity === undefined)
    throw new CaRefusal(404, 'notInDatabase', 'Failed to get User: sql: no rows in result set');
  requireManagement(caller, identity);
  return identity;
}

function refuseChange(ca: Ca, caller: Identity, identity: Identity, body: ChangeBody): void {
  const { affiliation, type, attrs: attributes } = body;
  if (affiliation !== '') {
    if (affiliation !== '.' && !ca.registry.hasAffiliation(affiliation)) {
      const why = `Affiliation '${affiliation}' is not supported`;
      throw new CaRefusal(400, 'modifyIdentity', why);
    }
    // The root is not below any affiliation: only a caller of the root may move an identity there.
    requireAffiliation(caller, affiliation);
  }
  if (type !== '') requireType(caller, type);
  if (!mayGiveAttributes({ attributes, registrar: caller, identity })) throw notAuthorised();
}

function change(ca: Ca, identity: Identity, body: ChangeBody): Identity {
  const moves =
    body.affiliation === '' ? {} : { affiliation: body.affiliation.replace(/^\.$/, '') };
  const turns = body.type === '' ? {} : { type: body.type };
  const changes = [...body.attrs, ...ownAttributes({ ...moves, ...turns })];
  const secret =
    body.secret === ''
      ? {}
      : { secretHash: hashSecret(body.secret, ca.surroundings.random), wrongSecrets: 0 };
  return {
    ...identity,
    ...moves,
    ...turns,
    ...secret,
    maxEnrolments: newLimit(identity.maxEnrolments, body.max_enrollments),
    attributes: mergeAttributes(identity.attributes, changes),
  };
}

/** Zero stands for no change, and -2 for zero. */
function newLimit(present: number, asked: number): number {
  if (asked === 0) return present;
  return asked === -2 ? 0 : asked;
}

/** An identity as a registrar sees it. */
export function describeIdentity(identity: Identity): Record<string, unknown> {
  return {
    id: identity.id,
    type: identity.type,
    affiliation: identity.affiliation,
    attrs: identity.attributes.map(({ name, value, ecert }) =>
      ecert ? { name, value, ecert } : { name, value },
    ),
    max_enrollments: identity.maxEnrolments,
  };
}

/** After a change Fabric CA leaves out what is empty. */
function describeChanged(identity: Identity): Record<string, unknown> {
  const { type, attrs, max_enrollments, ...always } = describeIdentity(identity);
  return {
    ...always,
    ...(identity.type === '' ? {} : { type }),
    ...(identity.attributes.length === 0 ? {} : { attrs }),
    ...(identity.maxEnrolments === 0 ? {} : { max_enrollments }),
  };
}
