import { ProblemError } from '../http/problem.js';
import type { Organisation } from '../organisation/organisation.js';
import { AccessTokens } from './access-tokens.js';
import type { Actor } from './actors.js';
import type { Issuer } from './issuer.js';
import type { Origin } from './origin.js';
import { RelyingParty } from './relying-party.js';
import type { SandboxIssuer } from './sandbox/sandbox-issuer.js';
import type { Sessions } from './sessions.js';

/** Who makes a request, and for which organisation. It comes from a token or a session, never from the request's content. */
export interface Caller {
  readonly actor: Actor;
  readonly organisation: Organisation;
}

export interface AccessPorts {
  readonly organisation: Organisation;
  readonly origin: Origin;
  /** People and systems. */
  readonly actors: readonly Actor[];
  /** An outside one, or that of the sandbox, which the gateway itself then serves. */
  readonly issuer: Issuer;
  readonly sandboxIssuer?: SandboxIssuer;
  readonly sessions: Sessions;
  readonly now: () => Date;
}

/** What of a request tells who makes it. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** What the organisation's session cookie holds. */
  readonly session: string | undefined;
  readonly method: string;
  readonly originHeader: string | undefined;
}

const bearer = /^Bearer +([A-Za-z0-9_.~+/-]{1,8000}=*)$/i;
const harmless: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Who is let in at one organisation's origin. Tokens and sessions of another organisation are worth nothing here. */
export class OrganisationAccess {
  readonly organisation: Organisation;
  readonly origin: Origin;
  readonly relyingParty: RelyingParty;
  readonly sessions: Sessions;
  readonly sandboxIssuer: SandboxIssuer | undefined;
  readonly #tokens: AccessTokens;
  readonly #actors: ReadonlyMap<string, Actor>;

  constructor(ports: AccessPorts) {
    const { organisation, origin, actors, issuer, sessions, now } = ports;
    this.organisation = organisation;
    this.origin = origin;
    this.sessions = sessions;
    this.sandboxIssuer = ports.sandboxIssuer;
    this.relyingParty = new RelyingParty(issuer, origin, now);
    this.#tokens = new AccessTokens({ issuer, audience: origin.href, now });
    this.#actors = new Map(actors.map((actor) => [actor.id, actor]));
    if (this.#actors.size < actors.length) {
      throw new Error(`Two of those who act for ${organisation.name} have one id.`);
    }
  }

  /** The cookie of a browser that is signed in. */
  get sessionCookie(): string {
    return this.cookieOf('session');
  }

  /** A cookie's name: other organisations' are named otherwise, and over TLS no other host can set it. */
  cookieOf(use: 'session' | 'sign_in'): string {
    const name = `argosy_${this.organisation.name.toLowerCase()}_${use}`;
    return this.origin.isSecure ? `__Host-${name}` : name;
  }

  /** Who makes a request. Refuses: AUTHENTICATION_REQUIRED, TOKEN_INVALID, SESSION_ENDED, PERSON_UNKNOWN, ORIGIN_FOREIGN,
   *  ISSUER_UNAVAILABLE. */
  async callerOf(credentials: Credentials): Promise<Caller> {
    const { authorization, session } = credentials;
    if (authorization !== undefined) return this.#byToken(authorization);
    if (session === undefined) throw new ProblemError('AUTHENTICATION_REQUIRED');
    this.#checkOrigin(credentials);
    return this.bySession(session);
  }

  /** Whose session it is. Refuses: SESSION_ENDED. */
  async bySession(session: string): Promise<Caller> {
    const id = await this.sessions.personOf(session);
    const actor = id === undefined ? undefined : this.#actors.get(id);
    if (actor?.kind !== 'person') throw new ProblemError('SESSION_ENDED');
    return { actor, organisation: this.organisation };
  }

  /** Remember who has signed in. Answers what the cookie holds. Refuses: PERSON_UNKNOWN. */
  async beginSession(subject: string): Promise<string> {
    if (this.#actors.get(subject)?.kind !== 'person') throw new ProblemError('PERSON_UNKNOWN');
    return this.sessions.begin(subject);
  }

  async #byToken(authorization: string): Promise<Caller> {
    const [, token] = bearer.exec(authorization) ?? [];
    if (token === undefined) {
      const detail = 'The header Authorization has to be "Bearer", a space and an access token.';
      throw new ProblemError('TOKEN_INVALID', { detail });
    }
    const { subject, client } = await this.#tokens.holderOf(token);
    const actor = this.#actors.get(subject);
    // A system asks for its tokens itself (RFC 9068 section 2.2); a person never has the name of what asks for them.
    if (actor === undefined || (actor.kind === 'system') !== (client === subject)) {
      throw new ProblemError('PERSON_UNKNOWN');
    }
    return { actor, organisation: this.organisation };
  }

  // Browsers send cookies with whatever a foreign page makes them send; they also say which page it was.
  #checkOrigin({ method, originHeader }: Credentials): void {
    if (harmless.includes(method) || originHeader === this.origin.href) return;
    throw new ProblemError('ORIGIN_FOREIGN');
  }
}
