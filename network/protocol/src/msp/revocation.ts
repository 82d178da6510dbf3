import { parseSignature, encodeSignature } from '../ecdsa.js';
import { decodePem } from '../pem.js';
import { readAlgorithm, signatureScheme } from './algorithms.js';
import { same } from './bytes.js';
import type { Certificate } from './certificate.js';
import { signatureHolds } from './certificate-signature.js';
import type { Sealed } from './certificate-signature.js';
import {
  DerError,
  DerReader,
  constructedTag,
  contextTag,
  rightAligned,
  signed,
  tag,
} from './der.js';
import { readTime } from './der-time.js';
import { readName } from './name.js';

/** A revocation list. Its dates are read and not judged. */
export interface RevocationList extends Sealed {
  readonly serials: ReadonlySet<bigint>;
  /** Whose list it claims to be. Undefined when it does not say so: then nobody can be judged by it. */
  readonly authorityKeyId: Uint8Array | undefined;
}

/** Read a revocation list, in DER or PEM. Throws DerError for what is none. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const reader = new DerReader(unwrap(bytes));
  const list = reader.inside(tag.sequence);
  if (!reader.empty) throw new DerError('bytes after the revocation list');
  const content = list.element(tag.sequence);
  const scheme = signatureScheme(readAlgorithm(list.inside(tag.sequence)));
  const signature = rightAligned(list.bits());
  const body = readBody(new DerReader(content.content));
  return {
    ...body,
    scheme,
    signed: content.whole,
    signature: scheme?.key === 'ec' ? plain(signature) : signature,
  };
}

const PEM_BEGIN = Buffer.from('-----BEGIN X509 CRL');

function unwrap(bytes: Uint8Array): Uint8Array {
  if (!same(bytes.subarray(0, PEM_BEGIN.length), PEM_BEGIN)) return bytes;
  const block = decodePem(bytes);
  return block?.label === 'X509 CRL' ? block.content : bytes;
}

/** Elements after the two integers do not count in a revocation list's signature. */
function plain(signature: Uint8Array): Uint8Array {
  const parsed = parseSignature(signature);
  if (parsed === undefined)
    throw new DerError('the signature of the revocation list is unreadable');
  return encodeSignature(parsed.r, parsed.s);
}

function readBody(body: DerReader): Pick<RevocationList, 'serials' | 'authorityKeyId'> {
  if (body.next(tag.integer)) body.integer();
  readAlgorithm(body.inside(tag.sequence));
  readName(body.element(tag.sequence).whole);
  readTime(body);
  if (body.next(tag.utcTime) || body.next(tag.generalizedTime)) readTime(body);
  const serials = new Set<bigint>();
  const entries = new DerReader(body.optional(tag.sequence) ?? new Uint8Array(0));
  while (!entries.empty) {
    const entry = entries.inside(tag.sequence);
    serials.add(signed(entry.integer()));
    readTime(entry);
  }
  return { serials, authorityKeyId: readAuthorityKeyId(body.optional(constructedTag(0))) };
}

const AUTHORITY_KEY_ID = '2.5.29.35';

function readAuthorityKeyId(extensions: Uint8Array | undefined): Uint8Array | undefined {
  if (extensions === undefined) return undefined;
  const list = new DerReader(extensions).inside(tag.sequence);
  let found: Uint8Array | undefined;
  while (!list.empty) {
    const extension = list.inside(tag.sequence);
    const id = extension.identifier();
    if (extension.next(tag.boolean)) extension.boolean();
    const value = extension.content(tag.octetString);
    if (id === AUTHORITY_KEY_ID) found ??= keyIdOf(value);
  }
  return found;
}

/** Without a key identifier, that of nobody; unreadable, none at all. */
function keyIdOf(value: Uint8Array): Uint8Array | undefined {
  try {
    return new DerReader(value).inside(tag.sequence).optional(contextTag(0)) ?? new Uint8Array(0);
  } catch {
    return undefined;
  }
}

/**
 * Why a certificate does not count by the revocation lists of its MSP; undefined when it does. Only a list that its own issuer
 * signed says anything about it.
 */
export function revoked(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
): string | undefined {
  const { subjectKeyId } = issuer.extensions;
  if (subjectKeyId === undefined) return 'its authority has no subject key identifier';
  for (const list of lists) {
    if (list.authorityKeyId === undefined)
      return 'a revocation list of its MSP does not say whose it is';
    if (!same(list.authorityKeyId, subjectKeyId) || !list.serials.has(certificate.serial)) continue;
    if (signatureHolds(issuer.publicKey, list)) return 'it is revoked';
  }
  return undefined;
}
