import type { JWTVerifyGetKey } from 'jose';
import type { Configuration } from 'openid-client';

/** Who says who somebody is: an OpenID Connect provider, which also gives out the tokens of the API. */
export interface Issuer {
  /** Its identifier, as tokens name it in `iss`. */
  readonly url: string;
  /** The signature algorithms of its tokens that are taken; none of them is symmetric. */
  readonly algorithms: readonly SignatureAlgorithm[];
  /** The keys with which it signs. Refuses: ISSUER_UNAVAILABLE. */
  keys(): Promise<JWTVerifyGetKey>;
  /** The gateway as its client, for signing people in. Refuses: ISSUER_UNAVAILABLE. */
  client(): Promise<Configuration>;
}

export const signatureAlgorithms = ['ES256', 'PS256', 'RS256', 'EdDSA'] as const;
export type SignatureAlgorithm = (typeof signatureAlgorithms)[number];
