import type { z } from 'zod';
import {
  affiliationAnswer,
  certificatesAnswer,
  crlAnswer,
  enrolmentAnswer,
  identitiesAnswer,
  identityAnswer,
  informationAnswer,
  readAnswer,
  revocationAnswer,
  secretAnswer,
} from './answers.js';
import type { AffiliationTree, CaIdentity, CaInformation, Revocation } from './answers.js';
import { checkEnrolment } from './check-enrolment.js';
import type { Enrolment } from './check-enrolment.js';
import { makeToken } from './credentials.js';
import type { Credentials } from './credentials.js';
import { requestCertificate } from './key-request.js';
import type {
  CertificateFilter,
  CertificateWish,
  CrlPeriod,
  IdentityChange,
  Registration,
  RevocationRequest,
} from './requests.js';
import { exchange } from './transport.js';
import type { Connection, Exchange } from './transport.js';

export type MembershipOptions = Connection & {
  /** Which of the CAs at the address is meant; its first where none is named. */
  readonly caName?: string;
};

type Request = {
  readonly method?: Exchange['method'];
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly what: string;
};
type Authorise = (request: Pick<Exchange, 'method' | 'uri' | 'body'>) => string | undefined;

/** What an organisation asks of its CA: any Fabric CA 1.5, or a development CA.
 *  Each call throws CaRefused, CaUnreachable, CaOutcomeUnknown or CaAnswerInvalid. */
export class MembershipClient {
  readonly #options: MembershipOptions;

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Name, chain and version of the CA. Needs no identity. */
  async information(): Promise<CaInformation> {
    const request = { path: 'cainfo', what: 'Asking for the CA’s name' };
    return this.#ask(informationAnswer, request, () => undefined);
  }

  /** A certificate for an identity that was registered. Its key is made here and sent nowhere. */
  async enrol(
    { id, secret }: { readonly id: string; readonly secret: string },
    wish: CertificateWish = {},
  ): Promise<Enrolment> {
    const basic = Buffer.from(`${id}:${secret}`).toString('base64');
    const what = `Enrolling ${id}`;
    return this.#certify({ id, path: 'enroll', what, wish, authorise: () => `Basic ${basic}` });
  }

  /** Another certificate for an identity that has one. */
  async reenrol(
    caller: Credentials & { readonly id: string },
    wish: CertificateWish = {},
  ): Promise<Enrolment> {
    const { id } = caller;
    const what = `Enrolling ${id} again`;
    return this.#certify({ id, path: 'reenroll', what, wish, authorise: signedBy(caller) });
  }

  /** Make an identity known. Answers with the secret for its enrolment. */
  async register(registrar: Credentials, { id, ...registration }: Registration): Promise<string> {
    const body = { id, ...asBody(registration) };
    const request = { path: 'register', body, what: `Registering ${id}` };
    return (await this.#post(secretAnswer, request, registrar)).secret;
  }

  /** Revoke one certificate, or an identity with all its certificates. */
  async revoke(
    revoker: Credentials,
    { id, serial, aki, reason, wantsCrl }: RevocationRequest,
  ): Promise<Revocation> {
    const body = { id, serial, aki, reason, gencrl: wantsCrl };
    const what = `Revoking ${id ?? `certificate ${serial ?? ''}`}`;
    return this.#post(revocationAnswer, { path: 'revoke', body, what }, revoker);
  }

  /** The list of revoked certificates, in PEM. */
  async crl(caller: Credentials, period: CrlPeriod = {}): Promise<string> {
    const { revokedAfter, revokedBefore, expireAfter, expireBefore } = period;
    const body = {
      caname: this.#options.caName,
      revokedafter: revokedAfter?.toISOString(),
      revokedbefore: revokedBefore?.toISOString(),
      expireafter: expireAfter?.toISOString(),
      expirebefore: expireBefore?.toISOString(),
    };
    const what = 'Asking for the list of revoked certificates';
    return (await this.#post(crlAnswer, { path: 'gencrl', body, what }, caller)).CRL;
  }

  /** Every identity that the registrar manages. */
  async identities(registrar: Credentials): Promise<readonly CaIdentity[]> {
    const request = { path: 'identities', what: 'Asking for identities' };
    return (await this.#ask(identitiesAnswer, request, signedBy(registrar))).identities;
  }

  async identity(registrar: Credentials, id: string): Promise<CaIdentity> {
    const request = { path: identityPath(id), what: `Asking for ${id}` };
    return this.#ask(identityAnswer, request, signedBy(registrar));
  }

  /** As registering, but answers with the whole identity. */
  async addIdentity(
    registrar: Credentials,
    { id, ...registration }: Registration,
  ): Promise<CaIdentity> {
    const body = { id, ...asBody(registration) };
    const request = { path: 'identities', body, what: `Adding ${id}` };
    return this.#post(identityAnswer, request, registrar);
  }

  async modifyIdentity(
    registrar: Credentials,
    id: string,
    change: IdentityChange,
  ): Promise<CaIdentity> {
    const body = asBody(change);
    const path = identityPath(id);
    const request = { method: 'PUT' as const, path, body, what: `Changing ${id}` };
    return this.#ask(identityAnswer, request, signedBy(registrar));
  }

  /** Remove an identity; one's own only with force. */
  async removeIdentity(
    registrar: Credentials,
    id: string,
    { force = false }: Force = {},
  ): Promise<CaIdentity> {
    const path = identityPath(id);
    const request = {
      method: 'DELETE' as const,
      path,
      query: forced(force),
      what: `Removing ${id}`,
    };
    return this.#ask(identityAnswer, request, signedBy(registrar));
  }

  async affiliations(manager: Credentials): Promise<AffiliationTree> {
    const request = { path: 'affiliations', what: 'Asking for affiliations' };
    return this.#ask(affiliationAnswer, request, signedBy(manager));
  }

  async affiliation(manager: Credentials, name: string): Promise<AffiliationTree> {
    const request = { path: affiliationPath(name), what: `Asking for affiliation ${name}` };
    return this.#ask(affiliationAnswer, request, signedBy(manager));
  }

  /** Add an affiliation; with force also those above it. */
  async addAffiliation(
    manager: Credentials,
    name: string,
    { force = false }: Force = {},
  ): Promise<AffiliationTree> {
    const what = `Adding affiliation ${name}`;
    const request = { path: 'affiliations', query: forced(force), body: { name }, what };
    return this.#post(affiliationAnswer, request, manager);
  }

  /** Rename an affiliation and all below it; with force also where identities have it. */
  async renameAffiliation(
    manager: Credentials,
    name: string,
    { to, force = false }: Force & { readonly to: string },
  ): Promise<AffiliationTree> {
    const request = {
      method: 'PUT' as const,
      path: affiliationPath(name),
      query: forced(force),
      body: { name: to },
      what: `Renaming affiliation ${name}`,
    };
    return this.#ask(affiliationAnswer, request, signedBy(manager));
  }

  /** Remove an affiliation; with force also those below it and their identities. */
  async removeAffiliation(
    manager: Credentials,
    name: string,
    { force = false }: Force = {},
  ): Promise<AffiliationTree> {
    const path = affiliationPath(name);
    const what = `Removing affiliation ${name}`;
    const request = { method: 'DELETE' as const, path, query: forced(force), what };
    return this.#ask(affiliationAnswer, request, signedBy(manager));
  }

  /** The certificates that the filter leaves, in PEM. */
  async certificates(
    caller: Credentials,
    filter: CertificateFilter = {},
  ): Promise<readonly string[]> {
    const query = Object.fromEntries(
      Object.entries(filter).map(([name, value]) => [name, String(value)]),
    );
    const request = { path: 'certificates', query, what: 'Asking for certificates' };
    const { certs } = await this.#ask(certificatesAnswer, request, signedBy(caller));
    return certs.map(({ PEM }) => PEM);
  }

  async #certify(asked: {
    readonly id: string;
    readonly path: string;
    readonly what: string;
    readonly wish: CertificateWish;
    readonly authorise: Authorise;
  }): Promise<Enrolment> {
    const { id, path, what, wish, authorise } = asked;
    const { keyPem, requestPem } = wish.request ?? requestCertificate(id, wish.keyPem);
    const body = {
      certificate_request: requestPem,
      caname: this.#options.caName,
      profile: wish.profile,
      hosts: wish.hosts,
      attr_reqs: wish.attributes,
    };
    const request = { method: 'POST' as const, path, body, what };
    const answered = await this.#ask(enrolmentAnswer, request, authorise);
    return checkEnrolment(what, { ...answered, id, keyPem });
  }

  #post<T extends z.ZodType>(
    schema: T,
    request: Request,
    caller: Credentials,
  ): Promise<z.infer<T>> {
    return this.#ask(schema, { ...request, method: 'POST' }, signedBy(caller));
  }

  async #ask<T extends z.ZodType>(
    schema: T,
    { method = 'GET', path, query = {}, body, what }: Request,
    authorise: Authorise,
  ): Promise<z.infer<T>> {
    const { caName } = this.#options;
    const search = new URLSearchParams(caName === undefined ? query : { ...query, ca: caName });
    const uri = `/api/v1/${path}${search.size === 0 ? '' : `?${search.toString()}`}`;
    const sent = { method, uri, body: body === undefined ? '' : JSON.stringify(body) };
    const authorization = authorise(sent);
    const reply = await exchange(this.#options, { ...sent, authorization, what });
    return readAnswer(schema, what, reply);
  }
}

type Force = { readonly force?: boolean };

const forced = (force: boolean): Record<string, string> => (force ? { force: 'true' } : {});
const identityPath = (id: string): string => `identities/${encodeURIComponent(id)}`;
const affiliationPath = (name: string): string => `affiliations/${encodeURIComponent(name)}`;

const signedBy =
  (caller: Credentials): Authorise =>
  (request) =>
    makeToken(caller, request);

const asBody = ({
  attributes,
  maxEnrolments,
  ...rest
}: IdentityChange): Readonly<Record<string, unknown>> => ({
  ...rest,
  attrs: attributes,
  max_enrollments: maxEnrolments,
});
