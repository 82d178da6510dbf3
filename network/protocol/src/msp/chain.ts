import { bytesKey, same } from './bytes.js';
import type { Certificate } from './certificate.js';
import { isSignedBy } from './certificate-signature.js';
import { hidesHost, namesAllowed } from './chain-names.js';
import { policiesAllow } from './policy-tree.js';

/** A certificate, its issuer, and so on up to a root. */
export type Chain = readonly [Certificate, ...Certificate[]];

/** Why there is no chain. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USAGE = '2.5.29.37.0';

/** A chain that cannot be found within so many signatures is not looked for any further. */
const SIGNATURE_LIMIT = 100;

/** Certificates that others may be issued by. The same certificate twice is one. */
export class Pool {
  readonly #certificates = new Map<string, Certificate>();

  constructor(certificates: readonly Certificate[]) {
    for (const certificate of certificates)
      this.#certificates.set(bytesKey(certificate.raw), certificate);
  }

  has({ raw }: Certificate): boolean {
    return this.#certificates.has(bytesKey(raw));
  }

  /** Those that bear the issuer's name, the likeliest first. */
  issuersOf(certificate: Certificate): Certificate[] {
    return [...this.#certificates.values()]
      .filter(({ subject }) => same(subject, certificate.issuer))
      .map((issuer) => [likelihood(issuer, certificate), issuer] as const)
      .sort(([a], [b]) => a - b)
      .map(([, issuer]) => issuer);
  }
}

/** What certificates are verified against. */
export interface Anchors {
  readonly roots: Pool;
  readonly intermediates: Pool;
}

/**
 * The only chain from a certificate to a root, at the second after the certificate begins to be valid: whether it has expired since
 * does not matter. Throws ChainError when there is none or more than one.
 */
export function uniqueChain(certificate: Certificate, anchors: Anchors): Chain {
  const at = certificate.notBefore + 1000;
  requireUsable(certificate, [], at);
  const search = { anchors, at, left: SIGNATURE_LIMIT };
  const found: Chain[] = anchors.roots.has(certificate)
    ? [[certificate]]
    : chainsFrom([certificate], search);
  const [chain, ...others] = found.filter(isAcceptable);
  if (chain === undefined) throw new ChainError(whyNone(found));
  if (others.length > 0) throw new ChainError('there is more than one chain to an authority');
  if (hidesHost(chain))
    throw new ChainError('it names a host, but not where the constraints on names apply');
  return chain;
}

const whyNone = (found: readonly Chain[]): string =>
  found.length === 0
    ? 'it is not issued by an authority of the MSP that was valid when the certificate began'
    : 'its authority, or its own extensions, do not allow its use';

interface Search {
  readonly anchors: Anchors;
  readonly at: number;
  /** How many more signatures may be tried. */
  left: number;
}

function chainsFrom(chain: Chain, search: Search): Chain[] {
  const last = chain.at(-1) ?? chain[0];
  const { roots, intermediates } = search.anchors;
  const next = (issuers: readonly Certificate[], isRoot: boolean): Chain[] =>
    issuers.flatMap((issuer): Chain[] => {
      if (!continues(chain, issuer, isRoot, search)) return [];
      const longer: Chain = [...chain, issuer];
      return isRoot ? [longer] : chainsFrom(longer, search);
    });
  return [...next(roots.issuersOf(last), true), ...next(intermediates.issuersOf(last), false)];
}

function continues(chain: Chain, issuer: Certificate, isRoot: boolean, search: Search): boolean {
  const last = chain.at(-1) ?? chain[0];
  if (search.left-- <= 0) return false;
  if (issuer.key === undefined || chain.some((one) => isSameAuthority(one, issuer))) return false;
  if (!isSignedBy(last, issuer)) return false;
  if (!isRoot && !issuer.isAuthority) return false;
  try {
    requireUsable(issuer, chain, search.at);
    return true;
  } catch {
    return false;
  }
}

/** Throws when the certificate may not stand above those of the chain, at that moment. */
function requireUsable(certificate: Certificate, below: readonly Certificate[], at: number): void {
  const { extensions, notBefore, notAfter } = certificate;
  if (extensions.unhandledCritical)
    throw new ChainError('a critical extension of it is not understood');
  if (at < notBefore || at > notAfter) throw new ChainError('it was not valid at that time');
  const limit = extensions.basicConstraints?.maxPathLength ?? -1n;
  if (limit >= 0n && BigInt(below.length - 1) > limit)
    throw new ChainError('there are too many authorities below one');
}

/** A chain does not pass the same authority twice, under whichever certificate. */
function isSameAuthority(one: Certificate, other: Certificate): boolean {
  if (!same(one.subject, other.subject) || !same(one.keyInfo, other.keyInfo)) return false;
  const [a, b] = [one, other].map(alternativeNames);
  return a === undefined || b === undefined ? a === b : same(a, b);
}

const alternativeNames = ({ extensions }: Certificate): Uint8Array | undefined =>
  extensions.byId.get('2.5.29.17')?.value;

function isAcceptable(chain: Chain): boolean {
  return policiesAllow(chain) && chain.every(allowsServerUse) && namesAllowed(chain);
}

/** A peer asks of every certificate of the chain that it may serve. No such extension allows every use. */
function allowsServerUse({ extensions }: Certificate): boolean {
  const { extendedKeyUsage } = extensions;
  if (extendedKeyUsage.length === 0) return true;
  return extendedKeyUsage.some((usage) => usage === SERVER_AUTH || usage === ANY_USAGE);
}

function likelihood(issuer: Certificate, certificate: Certificate): number {
  const [subject, authority] = [
    issuer.extensions.subjectKeyId ?? new Uint8Array(0),
    certificate.extensions.authorityKeyId ?? new Uint8Array(0),
  ];
  if (same(subject, authority)) return 0;
  return subject.length === 0 || authority.length === 0 ? 1 : 2;
}
