import { X509Certificate } from 'node:crypto';
import { keyIdentifierOf } from './issue.js';
import type { Authority } from './issue.js';
import type { Registry } from './registry.js';
import type { Settings } from './settings.js';
import type { Surroundings } from './surroundings.js';

/** One certification authority with all that its answers depend on. */
export type Ca = {
  readonly name: string;
  readonly authority: Authority;
  /** The authority's certificate in Node's form, which checks signatures. */
  readonly authorityCertificate: X509Certificate;
  readonly chainPem: string;
  /** The authority's key identifier: hexadecimal, without leading zeros. */
  readonly aki: string;
  readonly registry: Registry;
  readonly settings: Settings;
  readonly surroundings: Surroundings;
};

/** One request, as it came. */
export type Call = {
  readonly method: string;
  /** Path and query as they stand in the request line: a token signs them so. */
  readonly uri: string;
  /** What stands in the path for the route's `{}`, decoded. */
  readonly subject: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
  readonly authorization: string | undefined;
};

export type CaParts = Pick<Ca, 'name' | 'authority' | 'registry' | 'settings' | 'surroundings'>;

/** A CA from its parts. */
export function assembleCa(parts: CaParts): Ca {
  const chainPem = parts.authority.certificate.toString();
  return {
    ...parts,
    chainPem,
    authorityCertificate: new X509Certificate(chainPem),
    aki: hexadecimalOf(keyIdentifierOf(parts.authority.certificate)),
  };
}

const hexadecimalOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('hex').replace(/^0+/, '');
