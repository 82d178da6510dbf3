import type {
  AllClientMetadata,
  ClientMetadata,
  Configuration,
  Interaction,
  KoaContextWithOIDC,
} from 'oidc-provider';
import type { Origin } from '../origin.js';
import { callbackPath } from '../relying-party.js';
import { errorPage } from './pages.js';
import type { KeptKeys } from './kept-keys.js';
import type { ShortMemory } from './short-memory.js';

/** Where the issuer is, below the organisation's origin. */
export const issuerPath = '/oidc';
/** The gateway itself, which signs people in with a browser. */
export const gatewayClient = 'argosy-gateway';
/** The command line of people: a public client, which proves itself by PKCE alone. */
export const commandLineClient = 'argosy-cli';
/** How long an access token is good, since it cannot be called back. */
export const tokenSeconds = 600;
const signInSeconds = 600;
const codeSeconds = 60;

export interface ProviderParts {
  readonly origin: Origin;
  readonly name: string;
  readonly keys: KeptKeys;
  readonly memory: ShortMemory;
  /** Hash by client id; what is known of a secret here is its hash. */
  readonly secretHashes: ReadonlyMap<string, string>;
  readonly isPerson: (id: string) => boolean;
  /** Asks whom somebody is at every sign-in. */
  readonly policy: NonNullable<NonNullable<Configuration['interactions']>['policy']>;
  readonly refuseResource: () => never;
}

/** How oidc-provider is to behave: codes with PKCE for people, client credentials for systems, JWT access tokens for this organisation's
 *  API and for nothing else. */
export function providerSettings(parts: ProviderParts): Configuration {
  const { keys, memory, isPerson } = parts;
  const lifetime = { httpOnly: true, sameSite: 'lax', signed: true, overwrite: true } as const;
  return {
    adapter: (kind: string) => memory.adapterFor(kind),
    clients: clientsOf(parts),
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    jwks: { keys: [keys.signing] },
    scopes: ['openid'],
    claims: { openid: ['sub'] },
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'none'],
    enabledJWA: {
      idTokenSigningAlgValues: ['ES256'],
    },
    pkce: { required: () => true },
    cookies: {
      keys: [keys.cookies],
      names: cookieNames(parts.name),
      long: lifetime,
      short: lifetime,
    },
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: codeSeconds,
      ClientCredentials: tokenSeconds,
      Grant: signInSeconds,
      IdToken: signInSeconds,
      Interaction: signInSeconds,
      Session: signInSeconds,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: resourceOf(parts),
    },
    interactions: {
      policy: parts.policy,
      url: (_ctx: KoaContextWithOIDC, { uid }: Interaction) => interactionPath(uid),
    },
    findAccount: (_ctx, id) =>
      isPerson(id) ? { accountId: id, claims: () => ({ sub: id }) } : undefined,
    clientBasedCORS: () => false,
    renderError: (ctx, { error, error_description: description }) => {
      ctx.type = 'html';
      ctx.body = errorPage(error, description);
    },
  };
}

export function interactionPath(uid: string): string {
  return `${issuerPath}/interaction/${uid}`;
}

type Resources = NonNullable<Configuration['features']>['resourceIndicators'];

function resourceOf({ origin: { href }, refuseResource }: ProviderParts): Resources {
  return {
    enabled: true,
    defaultResource: () => href,
    useGrantedResource: () => true,
    getResourceServerInfo: (_ctx, resource) => {
      // Of another organisation's API this issuer knows nothing.
      if (resource !== href) return refuseResource();
      return {
        scope: '',
        audience: href,
        accessTokenFormat: 'jwt',
        accessTokenTTL: tokenSeconds,
        jwt: { sign: { alg: 'ES256' } },
      };
    },
  };
}

function clientsOf({ origin, secretHashes }: ProviderParts): ClientMetadata[] {
  const secretOf = (id: string): string => secretHashes.get(id) ?? '';
  const signsPeopleIn: Omit<AllClientMetadata, 'client_id'> = {
    grant_types: ['authorization_code'],
    response_types: ['code'],
  };
  const systems = [...secretHashes.keys()].filter((id) => id !== gatewayClient);
  return [
    {
      ...signsPeopleIn,
      client_id: gatewayClient,
      client_secret: secretOf(gatewayClient),
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [origin.href + callbackPath],
    },
    {
      ...signsPeopleIn,
      client_id: commandLineClient,
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      // On any port: RFC 8252 section 7.3.
      redirect_uris: ['http://127.0.0.1/callback'],
    },
    ...systems.map((id) => ({
      client_id: id,
      client_secret: secretOf(id),
      token_endpoint_auth_method: 'client_secret_basic' as const,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    })),
  ];
}

function cookieNames(name: string): NonNullable<Configuration['cookies']>['names'] {
  const start = `argosy_${name}_issuer`;
  return { session: start, interaction: `${start}_interaction`, resume: `${start}_resume` };
}
