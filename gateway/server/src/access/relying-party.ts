import type { Configuration } from 'openid-client';
import { ProblemError } from '../http/problem.js';
import type { Issuer } from './issuer.js';
import type { Origin } from './origin.js';
import { isSecretOf, newSecret, secretHash } from './secret.js';

/** Where the issuer sends browsers back to. */
export const callbackPath = '/sign-in/callback';

/** A sign-in that a browser has begun. */
export interface BegunSignIn {
  /** At the issuer. */
  readonly address: string;
  /** Kept by the browser, so that nobody can end the sign-in in another. */
  readonly binding: string;
}

interface Pending {
  readonly bindingHash: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly until: number;
}

const patienceMilliseconds = 10 * 60_000;
const mostPending = 1_000;

/** Signs people in with a browser: OpenID Connect, authorization code with PKCE. What is under way is kept in memory: whoever was
 *  signing in while the gateway restarted begins again. */
export class RelyingParty {
  readonly #pending = new Map<string, Pending>();

  constructor(
    private readonly issuer: Issuer,
    private readonly origin: Origin,
    private readonly now: () => Date,
  ) {}

  /** Send a browser to the issuer; afterwards it goes on at `returnTo`, a path. Refuses: ISSUER_UNAVAILABLE. */
  async begin(returnTo: string): Promise<BegunSignIn> {
    const library = await import('openid-client');
    const client = await this.issuer.client();
    const [state, nonce, binding] = [newSecret(), newSecret(), newSecret()];
    const verifier = library.randomPKCECodeVerifier();
    this.#remember(state, {
      bindingHash: secretHash(binding),
      nonce,
      verifier,
      returnTo,
      until: this.now().getTime() + patienceMilliseconds,
    });
    const address = library.buildAuthorizationUrl(client, {
      scope: 'openid',
      redirect_uri: this.#callback,
      state,
      nonce,
      code_challenge: await library.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { address: address.href, binding };
  }

  /** Who came back from the issuer with these parameters, and where the browser goes on. A sign-in can be ended once, by the
   *  browser that began it. Refuses: SIGN_IN_FAILED, ISSUER_UNAVAILABLE. */
  async finish(
    parameters: URLSearchParams,
    binding: string | undefined,
  ): Promise<{ readonly subject: string; readonly returnTo: string }> {
    const state = parameters.get('state') ?? '';
    const pending = this.#pending.get(state);
    this.#pending.delete(state);
    if (!this.#isUnderWay(pending, binding)) throw new ProblemError('SIGN_IN_FAILED');
    const client = await this.issuer.client();
    const subject = await this.#exchange(client, { parameters, state, pending });
    return { subject, returnTo: pending.returnTo };
  }

  /** Where a browser that signed out here signs out at the issuer; undefined where the issuer has no such place. */
  async endAddress(): Promise<string | undefined> {
    const library = await import('openid-client');
    const client = await this.issuer.client();
    if (client.serverMetadata().end_session_endpoint === undefined) return undefined;
    const after = { post_logout_redirect_uri: `${this.origin.href}/` };
    return library.buildEndSessionUrl(client, after).href;
  }

  get #callback(): string {
    return this.origin.href + callbackPath;
  }

  #remember(state: string, pending: Pending): void {
    // The oldest goes first: whoever asks for many sign-ins takes no memory, and the time to sign in from others.
    const [oldest] = this.#pending.keys();
    if (this.#pending.size >= mostPending && oldest !== undefined) this.#pending.delete(oldest);
    this.#pending.set(state, pending);
  }

  #isUnderWay(pending: Pending | undefined, binding: string | undefined): pending is Pending {
    if (pending === undefined || binding === undefined) return false;
    return pending.until > this.now().getTime() && isSecretOf(pending.bindingHash, binding);
  }

  async #exchange(client: Configuration, { parameters, state, pending }: Return): Promise<string> {
    const library = await import('openid-client');
    try {
      const tokens = await library.authorizationCodeGrant(
        client,
        new URL(`${this.#callback}?${parameters.toString()}`),
        {
          expectedState: state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.verifier,
          idTokenExpected: true,
        },
      );
      const subject = tokens.claims()?.sub;
      if (subject === undefined) throw new Error('no subject');
      return subject;
    } catch (error) {
      throw signInFailure(error);
    }
  }
}

interface Return {
  readonly parameters: URLSearchParams;
  readonly state: string;
  readonly pending: Pending;
}

// Only the issuer's own code is repeated: other parts of the failure may hold tokens.
function signInFailure(error: unknown): ProblemError {
  const code = error instanceof Error && 'error' in error ? error.error : undefined;
  if (typeof code !== 'string' || !/^[a-z_]{1,50}$/.test(code)) {
    return new ProblemError('SIGN_IN_FAILED');
  }
  const detail = `The issuer did not sign you in: ${code}. Begin again at /sign-in.`;
  return new ProblemError('SIGN_IN_FAILED', { detail });
}
