import { firstPemBlock } from '../pem.js';
import { reasonOf } from '../reason.js';
import { bytesKey } from './bytes.js';
import { Certificate } from './certificate.js';
import { ChainError, Pool, uniqueChain } from './chain.js';
import type { Anchors, Chain } from './chain.js';
import { readRevocationList, revoked } from './revocation.js';
import type { RevocationList } from './revocation.js';
import { sanitise } from './sanitise.js';

/** The authorities of an MSP, all of them checked. */
export interface Authorities {
  readonly roots: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  readonly anchors: Anchors;
  /** Those that certify other authorities of the MSP, by their bytes: they may not certify members. */
  readonly inner: ReadonlySet<string>;
  readonly revocationLists: readonly RevocationList[];
}

interface AuthorityConfig {
  readonly rootCerts: readonly Uint8Array[];
  readonly intermediateCerts: readonly Uint8Array[];
  readonly revocationList: readonly Uint8Array[];
}

/** Read the authorities of an MSP. Throws when one of them, or a revocation list, is not what it should be. */
export function readAuthorities(config: AuthorityConfig): Authorities {
  if (config.rootCerts.length === 0) throw new Error('there is no root authority');
  const given = anchorsOf(config.rootCerts.map(readPem), config.intermediateCerts.map(readPem));
  const sanitised = (pem: Uint8Array): Certificate => readMember(pem, given.anchors).certificate;
  const { roots, intermediates, anchors } = anchorsOf(
    config.rootCerts.map(sanitised),
    config.intermediateCerts.map(sanitised),
  );
  const revocationLists = config.revocationList.map(readRevocationList);
  for (const one of [...roots, ...intermediates]) requireAuthority(one, anchors, revocationLists);
  const above = intermediates.flatMap((one) => uniqueChain(one, anchors).slice(1));
  const inner = new Set(above.map(({ raw }) => bytesKey(raw)));
  return { roots, intermediates, anchors, inner, revocationLists };
}

/** The authorities for TLS, which certify no members, but must be in order. Throws when one of them is not. */
export function checkTlsAuthorities(
  config: {
    readonly tlsRootCerts: readonly Uint8Array[];
    readonly tlsIntermediateCerts: readonly Uint8Array[];
  },
  lists: readonly RevocationList[],
): void {
  const { roots, intermediates, anchors } = anchorsOf(
    config.tlsRootCerts.map(readPem),
    config.tlsIntermediateCerts.map(readPem),
  );
  for (const one of [...roots, ...intermediates]) requireAuthority(one, anchors, lists);
}

/** A certificate of the configuration, as PEM. */
export function readPem(pem: Uint8Array): Certificate {
  const der = firstPemBlock(pem);
  if (der === undefined) throw new Error('there is no certificate in PEM');
  return new Certificate(der);
}

/** A certificate as one of the MSP: its key is of a kind that can sign, and its form is the one it is told by. */
export function readMember(
  pem: Uint8Array,
  anchors: Anchors,
): { readonly certificate: Certificate; readonly chain: Chain | undefined } {
  const certificate = readPem(pem);
  if (certificate.key === undefined) throw new Error('a key of a kind that Fabric does not know');
  return sanitise(certificate, anchors);
}

function anchorsOf(
  roots: readonly Certificate[],
  intermediates: readonly Certificate[],
): Pick<Authorities, 'roots' | 'intermediates' | 'anchors'> {
  const anchors = { roots: new Pool(roots), intermediates: new Pool(intermediates) };
  return { roots, intermediates, anchors };
}

function requireAuthority(
  certificate: Certificate,
  anchors: Anchors,
  lists: readonly RevocationList[],
): void {
  const reason = unfit(certificate, anchors, lists);
  if (reason === undefined) return;
  throw new Error(
    `the authority with serial number ${certificate.serial.toString(16)} is invalid: ${reason}`,
  );
}

function unfit(
  certificate: Certificate,
  anchors: Anchors,
  lists: readonly RevocationList[],
): string | undefined {
  if (!certificate.isAuthority) return 'its certificate is not one of an authority';
  if (certificate.extensions.subjectKeyId === undefined) return 'it has no subject key identifier';
  try {
    const [, issuer] = uniqueChain(certificate, anchors);
    return issuer === undefined ? undefined : revoked(certificate, issuer, lists);
  } catch (error) {
    if (error instanceof ChainError) return reasonOf(error);
    throw error;
  }
}
