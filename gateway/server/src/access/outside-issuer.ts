import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Configuration } from 'openid-client';
import { ProblemError } from '../http/problem.js';
import type { Issuer, SignatureAlgorithm } from './issuer.js';

export interface OutsideIssuerSettings {
  readonly url: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  /** What the gateway is registered as there. */
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Discovered {
  readonly keys: JWTVerifyGetKey;
  readonly client: Configuration;
}

const patienceSeconds = 10;

/** An issuer that is no part of the gateway: found by its identifier when it is first needed, and again when that failed. */
export class OutsideIssuer implements Issuer {
  readonly url: string;
  readonly algorithms: readonly SignatureAlgorithm[];
  #discovered: Promise<Discovered> | undefined;

  constructor(private readonly settings: OutsideIssuerSettings) {
    this.url = settings.url;
    this.algorithms = settings.algorithms;
  }

  async keys(): Promise<JWTVerifyGetKey> {
    return (await this.#discover()).keys;
  }

  async client(): Promise<Configuration> {
    return (await this.#discover()).client;
  }

  #discover(): Promise<Discovered> {
    this.#discovered ??= this.#ask().catch(() => {
      this.#discovered = undefined;
      throw new ProblemError('ISSUER_UNAVAILABLE', {}, 1);
    });
    return this.#discovered;
  }

  async #ask(): Promise<Discovered> {
    const library = await import('openid-client');
    const { url, clientId, clientSecret } = this.settings;
    const client = await library.discovery(
      new URL(url),
      clientId,
      undefined,
      library.ClientSecretBasic(clientSecret),
      { timeout: patienceSeconds },
    );
    library.enableNonRepudiationChecks(client);
    const { jwks_uri: keys } = client.serverMetadata();
    if (keys === undefined) throw new Error(`${url} publishes no keys`);
    return { keys: createRemoteJWKSet(new URL(keys)), client };
  }
}
