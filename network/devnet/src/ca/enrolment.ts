import { encodePem } from '@argosy/protocol/pem';
import { enrolmentBody, readBody } from './bodies.js';
import type { EnrolmentBody } from './bodies.js';
import type { Ca, Call } from './ca.js';
import { readCertificateRequest, refuseLongSubject } from './csr.js';
import type { CertificateRequest } from './csr.js';
import { generalName } from './general-names.js';
import type { Subject } from './go-names.js';
import { describeCa } from './information.js';
import { issue } from './issue.js';
import { authenticateSecret } from './login.js';
import { attributeOf } from './records.js';
import type { Changes, Identity } from './records.js';
import { CaRefusal, failed, notAuthorised } from './refusal.js';
import { isTrue } from './rights.js';
import { defaultProfile } from './settings.js';
import type { Profile } from './settings.js';
import { authenticateToken } from './token.js';

const minute = 60_000;

/** Certify the key of an identity that proves itself by its secret. */
export function enrol(ca: Ca, call: Call): unknown {
  const identity = authenticateSecret(ca, call);
  const used = { ...identity, enrolments: identity.enrolments + 1 };
  return certify(ca, call, { identity, changes: [{ kind: 'identity', record: used }] });
}

/** Certify a key of the identity whose certificate signed the call. */
export function reenrol(ca: Ca, call: Call): unknown {
  const { identity } = authenticateToken(ca, call);
  return certify(ca, call, { identity, changes: [] });
}

type Enrolling = { readonly identity: Identity; readonly changes: Changes };

function certify(ca: Ca, call: Call, { identity, changes }: Enrolling): unknown {
  const body = readBody(enrolmentBody, call);
  const request = readCertificateRequest(body.certificate_request);
  refuseOtherName(identity, body, request);
  const profile = profileOf(ca, body.profile, request, identity);
  refuseLongSubject(request.subject);
  const attributes = attributesOf(identity, body);
  refuseUnfit(request, profile);
  const period = periodOf(ca, body.profile, profile);
  const { der, serial } = issue(
    ca.authority,
    {
      subject: subjectOf(identity, request.subject, body),
      publicKey: request.publicKey,
      profile,
      ...period,
      names: body.hosts === undefined ? request.names : body.hosts.map(generalName),
      attributes,
    },
    ca.surroundings,
  );
  const pem = encodePem('CERTIFICATE', der);
  const notAfterMs = period.notAfter.getTime();
  const record = { id: identity.id, serial, aki: ca.aki, pem, notAfterMs };
  ca.registry.commit([{ kind: 'certificate', record }, ...changes]);
  return { Cert: Buffer.from(pem).toString('base64'), ServerInfo: describeCa(ca) };
}

function refuseOtherName({ id }: Identity, body: EnrolmentBody, request: CertificateRequest): void {
  const names = [request.subject.commonName, body.subject?.cn ?? id];
  if (names.every((name) => name === id)) return;
  const why = 'The CSR subject common name must equal the enrollment ID';
  throw new CaRefusal(403, 'wrongCommonName', why);
}

/** Who asks for an authority of their own needs the attribute for it. */
function profileOf(ca: Ca, name: string, request: CertificateRequest, identity: Identity): Profile {
  const { profiles } = ca.settings;
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile === undefined) throw failed(`Invalid profile: '${name}'`);
  const wantsAuthority = profile.isAuthority || request.wantsAuthority;
  if (wantsAuthority && !isTrue(identity, 'hf.IntermediateCA')) throw notAuthorised();
  return profile;
}

function refuseUnfit(request: CertificateRequest, profile: Profile): void {
  if (!request.isSigned) throw failed('Certificate signing failure: bad CSR signature');
  if (request.wantsAuthority && !profile.isAuthority)
    throw failed('Certificate signing failure: the profile disallows CA certificates');
}

/** From the authority's own beginning to the profile's end, whole minutes, and never past the authority. */
function periodOf(
  { settings, surroundings, authority }: Ca,
  name: string,
  profile: Profile,
): { notBefore: Date; notAfter: Date } {
  const seconds =
    profile.lifetimeSeconds || settings.profiles[name || defaultProfile]?.lifetimeSeconds || 0;
  const end = Math.round(surroundings.now() / minute) * minute + seconds * 1000;
  const { notBefore, notAfter } = authority.certificate;
  return { notBefore: new Date(notBefore), notAfter: new Date(Math.min(end, notAfter)) };
}

/** Units are the CA's to say: the identity's type, then its affiliation from the root down. */
function subjectOf(identity: Identity, asked: Subject, body: EnrolmentBody): Subject {
  const units = [identity.type, ...identity.affiliation.split('.')].filter((it) => it !== '');
  const names = body.subject?.names ?? [];
  const given = (part: 'c' | 'o' | 'l' | 'st'): string[] =>
    names.map((it) => it[part]).filter((it) => it !== '');
  const either = (values: string[], else_: readonly string[] = []): readonly string[] =>
    values.length > 0 ? values : else_;
  return {
    ...asked,
    country: either(given('c'), asked.country),
    organisation: either(given('o'), asked.organisation),
    locality: either(given('l'), asked.locality),
    province: either(given('st'), asked.province),
    units,
    commonName: identity.id,
  };
}

/** What was asked for; else what the identity's registrar wants in every certificate, if anything. */
function attributesOf(
  identity: Identity,
  { attr_reqs: asked }: EnrolmentBody,
): Readonly<Record<string, string>> | undefined {
  if (asked === undefined) {
    const always = identity.attributes.filter((it) => it.ecert);
    if (always.length === 0) return undefined;
    return Object.fromEntries(always.map(({ name, value }) => [name, value]));
  }
  const missing = asked.filter(
    (it) => !it.optional && attributeOf(identity, it.name) === undefined,
  );
  if (missing.length > 0) {
    const names = missing.map((it) => it.name).join(' ');
    throw failed(
      `Failed to find requested attributes: The following required attributes are missing: [${names}]`,
    );
  }
  return Object.fromEntries(
    asked.flatMap(({ name }) => {
      const value = attributeOf(identity, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
