import { createHash, randomBytes } from 'node:crypto';
import { ask } from './local-http.js';
import type { Answered } from './local-http.js';

export type AccessToken = {
  readonly value: string;
  /** On the clock of `performance.now()`. */
  readonly endsAt: number;
};

const client = 'argosy-cli';
// Nobody listens there: the answer that would send a browser there is read instead.
const redirectUri = 'http://127.0.0.1/callback';

/** Sign a person of the sandbox in, by authorization code with PKCE as the public client `argosy-cli`: nobody is asked for a password,
 *  so that no browser is needed to choose on the page. `origin` is the organisation's address. Refuses: whom the organisation does
 *  not have. */
export async function signIn(origin: string, person: string): Promise<AccessToken> {
  const browser = new Browser(origin);
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const question = new URLSearchParams({
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirectUri,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = placeIn(await browser.get(`/oidc/auth?${question.toString()}`));
  const chosen = placeIn(await browser.post(page, { person }));
  const back = new URL(placeIn(await browser.get(chosen)));
  const code = back.searchParams.get('code');
  if (code === null || back.searchParams.get('state') !== state) {
    throw new Error(`${origin} did not sign ${person} in`);
  }
  return exchange(browser, { code, verifier });
}

async function exchange(
  browser: Browser,
  { code, verifier }: { readonly code: string; readonly verifier: string },
): Promise<AccessToken> {
  const since = performance.now();
  const answer = await browser.post('/oidc/token', {
    grant_type: 'authorization_code',
    client_id: client,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  if (answer.status !== 200) throw refusalIn(answer);
  // The gateway of the same version answers what its types say.
  const { access_token: value, expires_in: seconds } = JSON.parse(answer.text) as {
    readonly access_token: string;
    readonly expires_in: number;
  };
  return { value, endsAt: since + seconds * 1_000 };
}

function placeIn(answer: Answered): string {
  const { location } = answer.headers;
  if (location === undefined) throw refusalIn(answer);
  return location;
}

function refusalIn({ status, text }: Answered): Error {
  return new Error(`signing in was refused (${status}): ${text.slice(0, 300)}`);
}

/** Keeps cookies, and stays at one origin. */
class Browser {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  get(place: string): Promise<Answered> {
    return this.#ask(place, {});
  }

  post(place: string, fields: Readonly<Record<string, string>>): Promise<Answered> {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.#ask(place, { headers, body: new URLSearchParams(fields).toString() });
  }

  async #ask(
    place: string,
    { headers = {}, body }: { readonly headers?: Record<string, string>; readonly body?: string },
  ): Promise<Answered> {
    const url = new URL(place, this.origin);
    if (url.origin !== this.origin) throw new Error(`${this.origin} sends people to ${url.origin}`);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(url.href, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(cookie === '' ? {} : { Cookie: cookie }) },
      ...(body === undefined ? {} : { body }),
    });
    for (const set of answer.headers['set-cookie'] ?? []) this.#keep(set);
    return answer;
  }

  #keep(set: string): void {
    const [pair = ''] = set.split(';', 1);
    const at = pair.indexOf('=');
    this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
