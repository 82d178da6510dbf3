import { toLowS } from '../ecdsa.js';
import { same } from './bytes.js';
import { Certificate } from './certificate.js';
import { ChainError, Pool, uniqueChain } from './chain.js';
import type { Anchors, Chain } from './chain.js';
import { isSignedBy } from './certificate-signature.js';
import { DerError, DerReader, constructedTag, contextTag, tag } from './der.js';
import { readExtensionList } from './extensions.js';
import type { Element } from './der.js';
import { derElement } from './der-write.js';

/** A certificate in the one form that its identity is told by, and its chain where that was looked for already. */
export interface Sanitised {
  readonly certificate: Certificate;
  readonly chain: Chain | undefined;
}

/**
 * Anyone can turn an ECDSA signature into another that holds too, by the other S: so a certificate signed with ECDSA is rewritten
 * with the low one. This needs its issuer: such a certificate without a unique chain is not read at all (throws ChainError); one
 * that is signed otherwise is left as it is, unchecked.
 */
export function sanitise(certificate: Certificate, anchors: Anchors): Sanitised {
  if (certificate.scheme?.key !== 'ec') return { certificate, chain: undefined };
  if (certificate.isAuthority && isSignedBy(certificate, certificate)) {
    const root = withLowS(certificate, certificate);
    uniqueChain(root, { ...anchors, roots: new Pool([root]) });
    return { certificate: root, chain: undefined };
  }
  const chain = uniqueChain(certificate, anchors);
  const [, issuer] = chain;
  if (issuer === undefined) throw new ChainError('it is a root that did not issue itself');
  const rewritten = withLowS(certificate, issuer);
  return { certificate: rewritten, chain: [rewritten, ...chain.slice(1)] };
}

function withLowS(certificate: Certificate, issuer: Certificate): Certificate {
  const curve = issuer.key?.asymmetricKeyDetails?.namedCurve;
  const low = toLowS(certificate.signature, curve);
  if (low === undefined) throw new ChainError('its signature cannot be read');
  if (same(low, certificate.signature)) return certificate;
  return new Certificate(withSignature(certificate, low));
}

/** The certificate with another signature. What stands after the known parts is not written again. */
function withSignature({ raw, signed }: Certificate, signature: Uint8Array): Buffer {
  requireRewritable(signed);
  const reader = new DerReader(raw).inside(tag.sequence);
  reader.any();
  const identifier = reader.inside(tag.sequence);
  const algorithm = identifier.element(tag.objectIdentifier).whole;
  const parameters = identifier.empty ? new Uint8Array(0) : identifier.any().whole;
  return derElement(
    tag.sequence,
    signed,
    derElement(tag.sequence, algorithm, parameters),
    derElement(tag.bitString, Buffer.of(0), signature),
  );
}

/** Version, serial number, algorithm, issuer, validity, subject and key: of these the version may be left out. */
const REQUIRED_PARTS = 6;

/**
 * To be written anew, a certificate is read a second time, by other rules: optional parts are read whatever the version, and the
 * last of them is not empty.
 */
function requireRewritable(signed: Uint8Array): void {
  const body = new DerReader(signed).inside(tag.sequence);
  body.optional(constructedTag(0));
  for (let i = 0; i < REQUIRED_PARTS; i++) body.any();
  for (const unique of [contextTag(1), contextTag(2)]) if (body.next(unique)) body.bits(unique);
  if (!body.empty) requireContent(body.any(), body);
}

function requireContent({ tag: found, content }: Element, rest: DerReader): void {
  const extensions = found === constructedTag(3) || found === contextTag(3);
  if (content.length === 0 && (rest.empty || extensions)) throw new DerError('an empty part');
  if (found === constructedTag(3)) readExtensionList(new DerReader(content).inside(tag.sequence));
}
