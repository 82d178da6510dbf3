import { toLowS } from '../ecdsa.js';
import { same } from './bytes.js';
import { Certificate } from './certificate.js';
import { ChainError, Pool, uniqueChain } from './chain.js';
import type { Anchors, Chain } from './chain.js';
import { isSignedBy } from './certificate-signature.js';
import { DerReader, tag } from './der.js';
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
