import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Configuration, CustomFetch } from 'openid-client';
import { ProblemError } from '../../http/problem.js';
import type { Actor } from '../actors.js';
import type { Issuer } from '../issuer.js';
import type { Origin } from '../origin.js';
import { newSecret, secretHash } from '../secret.js';
import { Attempts } from './attempts.js';
import { keptKeys, type KeptKeys } from './kept-keys.js';
import { makeProvider } from './provider.js';
import { gatewayClient, issuerPath } from './provider-settings.js';
import { ShortMemory } from './short-memory.js';

export interface SandboxIssuerSettings {
  readonly origin: Origin;
  /** The organisation's name in lower case. */
  readonly name: string;
  readonly people: readonly Actor[];
  /** By the id of the system: what is known of its secret. */
  readonly secretHashes: ReadonlyMap<string, string>;
  readonly keyFile: string;
  readonly now: () => Date;
  readonly onFailure: (error: unknown) => void;
}

/** A request and where its answer goes, as Node has them. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The issuer of one organisation of the sandbox: whoever reaches it may be any of its people, and systems show their secret. It is made
 *  when it is first needed: ten of them would take a second of the start. */
export class SandboxIssuer implements Issuer {
  readonly algorithms = ['ES256'] as const;
  readonly url: string;
  readonly people: readonly Actor[];
  readonly attempts: Attempts;
  readonly #clientSecret = newSecret();
  #keys: KeptKeys | undefined;
  #provider: Promise<Provider> | undefined;
  #fetch: CustomFetch = () => Promise.reject(new Error('The issuer is not served yet.'));

  constructor(private readonly settings: SandboxIssuerSettings) {
    this.url = settings.origin.href + issuerPath;
    this.people = settings.people;
    this.attempts = new Attempts(settings.now);
  }

  async keys(): Promise<JWTVerifyGetKey> {
    const { kty, crv, x, y, kid, alg, use } = this.#kept.signing;
    return createLocalJWKSet({ keys: [{ kty, crv, x, y, kid, alg, use }] });
  }

  /** How the gateway as a client reaches the issuer that it serves itself. */
  reachBy(fetch: CustomFetch): void {
    this.#fetch = fetch;
  }

  async client(): Promise<Configuration> {
    const library = await import('openid-client');
    const client = new library.Configuration(
      {
        issuer: this.url,
        authorization_endpoint: `${this.url}/auth`,
        token_endpoint: `${this.url}/token`,
        jwks_uri: `${this.url}/jwks`,
        authorization_response_iss_parameter_supported: true,
      },
      gatewayClient,
      { id_token_signed_response_alg: 'ES256' },
      library.ClientSecretBasic(this.#clientSecret),
    );
    client[library.customFetch] = this.#fetch;
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to be noticed; these requests stay in the process.
    library.allowInsecureRequests(client);
    library.enableNonRepudiationChecks(client);
    return client;
  }

  /** Answer a request of the protocol. Requires: the path of the request has lost `issuerPath`. */
  async answer({ request, response }: Exchange): Promise<void> {
    const provider = await this.#made();
    await provider.callback()(request, response);
  }

  /** What asks for a sign-in that is under way. Refuses: SIGN_IN_FAILED. */
  async askingClient(exchange: Exchange): Promise<string> {
    const { params } = await this.#interaction(exchange);
    return String(params['client_id']);
  }

  /** Go on with a sign-in as one of the people, or as nobody. Refuses: SIGN_IN_FAILED, PERSON_UNKNOWN. */
  async choose(exchange: Exchange, person: string): Promise<void> {
    const provider = await this.#made();
    const interaction = await this.#interaction(exchange);
    const { request, response } = exchange;
    if (person === '') {
      const error_description = 'nobody was chosen';
      const result = { error: 'access_denied', error_description };
      await provider.interactionFinished(request, response, result);
      return;
    }
    if (!this.#isPerson(person)) throw new ProblemError('PERSON_UNKNOWN');
    await forgetEarlier(provider, interaction);
    const grant = new provider.Grant({
      accountId: person,
      clientId: String(interaction.params['client_id']),
    });
    grant.addOIDCScope('openid');
    const result = {
      login: { accountId: person, remember: false },
      consent: { grantId: await grant.save() },
    };
    await provider.interactionFinished(request, response, result);
  }

  async #interaction({ request, response }: Exchange): Promise<Interaction> {
    const provider = await this.#made();
    return provider.interactionDetails(request, response).catch(() => {
      throw new ProblemError('SIGN_IN_FAILED');
    });
  }

  #isPerson(id: string): boolean {
    return this.people.some((person) => person.id === id);
  }

  get #kept(): KeptKeys {
    this.#keys ??= keptKeys(this.settings.keyFile);
    return this.#keys;
  }

  #made(): Promise<Provider> {
    const { origin, name, secretHashes, now, onFailure } = this.settings;
    this.#provider ??= makeProvider(
      {
        origin,
        name,
        keys: this.#kept,
        memory: new ShortMemory(now),
        secretHashes: new Map([...secretHashes, [gatewayClient, secretHash(this.#clientSecret)]]),
        isPerson: (id) => this.#isPerson(id),
      },
      { url: this.url, onFailure },
    );
    return this.#provider;
  }
}

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

// A browser that was somebody else's before is not asked to sign out first.
async function forgetEarlier(provider: Provider, interaction: Interaction): Promise<void> {
  if (interaction.session === undefined) return;
  const session = await provider.Session.findByUid(interaction.session.uid);
  await session?.destroy();
  interaction.session = undefined;
  await interaction.save(interaction.exp - Math.floor(Date.now() / 1_000));
}
