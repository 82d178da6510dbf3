import { createHash, randomBytes } from 'node:crypto';
import { placeIn, type InjectedAgent } from './agent.js';

export const loopback = 'http://127.0.0.1:8765/callback';

export interface Grant {
  readonly code: string;
  readonly verifier: string;
}

export function pkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The address at which the command line begins to sign somebody in; `changes` spoils it. */
export function authorizationAddress(
  challenge: string,
  changes: Record<string, string | undefined> = {},
): string {
  const parameters: Record<string, string | undefined> = {
    client_id: 'argosy-cli',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: loopback,
    state: 'state-of-the-test',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, value);
  }
  return `/oidc/auth?${query.toString()}`;
}

/** Choose somebody on the page, and follow the issuer to where it sends the browser at last. */
export async function choose(agent: InjectedAgent, page: string, person: string): Promise<string> {
  const chosen = await agent.submit(page, { person });
  return placeIn(await agent.ask(placeIn(chosen)));
}

/** Sign somebody in as the command line does, up to the code. */
export async function codeOf(agent: InjectedAgent, person: string): Promise<Grant> {
  const { verifier, challenge } = pkce();
  const page = placeIn(await agent.ask(authorizationAddress(challenge)));
  const back = new URL(await choose(agent, page, person));
  return { code: back.searchParams.get('code') ?? '', verifier };
}

/** Exchange a code for tokens; `changes` spoils the request. */
export function exchange(
  agent: InjectedAgent,
  { code, verifier }: Grant,
  changes: Record<string, string> = {},
): ReturnType<InjectedAgent['submit']> {
  const fields = {
    grant_type: 'authorization_code',
    client_id: 'argosy-cli',
    redirect_uri: loopback,
    code,
    code_verifier: verifier,
    ...changes,
  };
  return agent.ask('/oidc/token', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
}

/** An access token of a person. */
export async function tokenOf(agent: InjectedAgent, person: string): Promise<string> {
  const answer = await exchange(agent, await codeOf(agent, person));
  const { access_token: token } = answer.json<{ access_token: string }>();
  return token;
}

/** Ask for a token as a system does. */
export function askAsSystem(
  agent: InjectedAgent,
  { id, secret }: { readonly id: string; readonly secret: string },
): ReturnType<InjectedAgent['submit']> {
  const pair = Buffer.from(`${id}:${secret}`).toString('base64');
  return agent.ask('/oidc/token', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${pair}`,
    },
    payload: 'grant_type=client_credentials',
  });
}
