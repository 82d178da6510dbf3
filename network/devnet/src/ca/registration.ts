import { mayGiveAttributes } from './attribute-rules.js';
import { readBody, registrationBody } from './bodies.js';
import type { RegistrationBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import type { Attribute, Identity } from './records.js';
import { CaRefusal, notAuthorised } from './refusal.js';
import { requireAffiliation, requireType } from './rights.js';
import { hashRandomSecret, hashSecret, newSecret } from './secrets.js';
import { authenticateToken } from './token.js';

/** Make an identity known. Answers with its secret. */
export function register(ca: Ca, call: Call): unknown {
  const body = readBody(registrationBody, call);
  const { identity: registrar } = authenticateToken(ca, call);
  return { secret: registerIdentity(ca, registrar, body).secret };
}

export type Registered = { readonly identity: Identity; readonly secret: string };

/** Refuses a registrar without the right to this type, affiliation or attribute, a name that is taken,
 *  and more enrolments than the CA allows. */
export function registerIdentity(ca: Ca, registrar: Identity, body: RegistrationBody): Registered {
  const type = body.type === '' ? registrar.type : body.type;
  const affiliation = affiliationFor(registrar, body.affiliation);
  requireType(registrar, type);
  requireAffiliation(registrar, affiliation);
  if (affiliation !== '' && !ca.registry.hasAffiliation(affiliation)) throw notAuthorised();
  if (!mayGiveAttributes({ attributes: body.attrs, registrar })) throw notAuthorised();
  const maxEnrolments = maxEnrolmentsFor(ca, body.max_enrollments);
  refuseName(ca, body.id);
  const { random } = ca.surroundings;
  const isChosen = body.secret !== '';
  const secret = isChosen ? body.secret : newSecret(random);
  const own = ownAttributes({ id: body.id, type, affiliation });
  const identity: Identity = {
    id: body.id,
    secretHash: isChosen ? hashSecret(secret, random) : hashRandomSecret(secret, random),
    type,
    affiliation,
    attributes: mergeAttributes([], [...body.attrs, ...own], { keepsEmpty: true }),
    maxEnrolments,
    enrolments: 0,
    revoked: false,
    wrongSecrets: 0,
  };
  ca.registry.commit([{ kind: 'identity', record: identity }]);
  return { identity, secret };
}

/** A registrar's own affiliation where none is named; a dot names the root. */
function affiliationFor(registrar: Identity, asked: string): string {
  if (asked === '') return registrar.affiliation;
  return asked === '.' ? '' : asked;
}

function refuseName(ca: Ca, id: string): void {
  if (id === '') throw new CaRefusal(400, 'registration', 'The identity has no name');
  if (ca.registry.identity(id) !== undefined)
    throw new CaRefusal(409, 'alreadyRegistered', `Identity '${id}' is already registered`);
}

function maxEnrolmentsFor({ settings }: Ca, asked: number): number {
  const limit = settings.maxEnrolments;
  const refuse = (why: string): never => {
    throw new CaRefusal(400, 'maxEnrolments', why);
  };
  if (asked < -1)
    return refuse(
      `Max enrollment in registration request may not be less than -1, but was ${asked}`,
    );
  if (limit === 0) return refuse('Registration is disabled');
  if (asked === 0) return limit;
  if (limit === -1) return asked;
  if (asked === -1) return refuse('Registration for infinite enrollments is not allowed');
  if (asked > limit)
    return refuse(
      `Requested enrollments (${asked}) exceeds maximum allowable enrollments (${limit})`,
    );
  return asked;
}

type Own = Pick<Identity, 'type' | 'affiliation'> & { readonly id?: string };

/** The attributes that the CA itself gives, and puts into every enrolment certificate. */
export function ownAttributes({ id, type, affiliation }: Partial<Own>): Attribute[] {
  const own = [
    ['hf.EnrollmentID', id],
    ['hf.Type', type],
    ['hf.Affiliation', affiliation],
  ] as const;
  return own.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, ecert: true }],
  );
}

/** Attributes with changes: the last of a name goes, and an empty value takes one away unless it is kept. */
export function mergeAttributes(
  present: readonly Attribute[],
  changes: readonly Attribute[],
  { keepsEmpty = false }: { readonly keepsEmpty?: boolean } = {},
): readonly Attribute[] {
  const merged = new Map(present.map((it) => [it.name, it]));
  for (const change of changes) {
    if (change.value === '' && !keepsEmpty) merged.delete(change.name);
    else merged.set(change.name, change);
  }
  return [...merged.values()];
}
