import { join } from 'node:path';
import { importJWK, SignJWT, type CryptoKey, type KeyObject } from 'jose';
import { keptKeys } from '@argosy/gateway/access/sandbox/kept-keys';

export interface Forgery {
  readonly claims?: Record<string, unknown>;
  readonly header?: { readonly alg?: string; readonly typ?: string };
  readonly key?: KeyObject | CryptoKey | Uint8Array;
}

export interface IssuerName {
  /** Where the issuers keep their keys. */
  readonly keyFolder: string;
  /** As its origin has it: importer. */
  readonly organisation: string;
  readonly msp: string;
}

/** A token that the issuer of an organisation could have given out, but for what is said. */
export async function forgedAt(
  { keyFolder, organisation, msp }: IssuerName,
  { claims = {}, header = {}, key }: Forgery,
): Promise<string> {
  const { signing } = keptKeys(join(keyFolder, `${msp}.json`));
  const now = Math.floor(Date.now() / 1_000);
  const origin = `http://${organisation}.localhost:17000`;
  const all = {
    iss: `${origin}/oidc`,
    aud: origin,
    client_id: 'argosy-cli',
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return new SignJWT(all)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid, ...header })
    .sign(key ?? (await importJWK(signing, 'ES256')));
}
