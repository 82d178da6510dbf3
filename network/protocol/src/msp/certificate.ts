import type { KeyObject } from 'node:crypto';
import { encodePem } from '../pem.js';
import { readAlgorithm, signatureScheme } from './algorithms.js';
import type { SignatureScheme } from './algorithms.js';
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
import { noExtensions, readExtensions } from './extensions.js';
import type { Extensions } from './extensions.js';
import { readName } from './name.js';
import type { Name } from './name.js';
import { readPublicKey } from './public-key.js';
import type { CertificateKey } from './public-key.js';

/**
 * An X.509 certificate, read as a Fabric peer reads it. OpenSSL, which `node:crypto` reads certificates with, refuses some that a
 * peer reads and reads some that a peer refuses.
 */
export class Certificate {
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serial: bigint;
  readonly scheme: SignatureScheme | undefined;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly subjectName: Name;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly keyInfo: Uint8Array;
  readonly publicKey: CertificateKey;
  readonly extensions: Extensions;
  /** What is signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;

  /** Throws DerError for what a peer does not read as a certificate. */
  constructor(readonly raw: Uint8Array) {
    const outer = new DerReader(raw);
    const certificate = outer.inside(tag.sequence);
    if (!outer.empty) throw new DerError('bytes after the certificate');
    const content = certificate.element(tag.sequence);
    const body = new DerReader(content.content);
    this.signed = content.whole;
    this.version = readVersion(body);
    this.serial = signed(body.integer());
    if (this.serial < 0n) throw new DerError('the serial number is negative');
    this.scheme = readScheme(body.content(tag.sequence), certificate.content(tag.sequence));
    this.issuer = body.element(tag.sequence).whole;
    readName(this.issuer);
    const validity = body.inside(tag.sequence);
    this.notBefore = readTime(validity);
    this.notAfter = readTime(validity);
    this.subject = body.element(tag.sequence).whole;
    this.subjectName = readName(this.subject);
    this.keyInfo = body.element(tag.sequence).whole;
    this.publicKey = readPublicKey(this.keyInfo);
    this.extensions = readOptionalParts(body, this.version);
    this.signature = rightAligned(certificate.bits());
  }

  /** Whether it says that it may certify others. */
  get isAuthority(): boolean {
    return this.extensions.basicConstraints?.ca === true;
  }

  get key(): KeyObject | undefined {
    return this.publicKey.key;
  }

  /** As PEM. */
  toString(): string {
    return encodePem('CERTIFICATE', this.raw);
  }
}

function readVersion(body: DerReader): number {
  const version = body.optional(constructedTag(0));
  if (version === undefined) return 1;
  const reader = new DerReader(version);
  const number = signed(reader.integer());
  if (!reader.empty || number < 0n || number > 2n) throw new DerError('not a version of X.509');
  return Number(number) + 1;
}

/** The algorithm stands inside and outside of what is signed, and must be the same. */
function readScheme(inner: Uint8Array, outer: Uint8Array): SignatureScheme | undefined {
  if (!Buffer.from(inner).equals(outer)) throw new DerError('two different signature algorithms');
  return signatureScheme(readAlgorithm(new DerReader(inner)));
}

function readOptionalParts(body: DerReader, version: number): Extensions {
  if (version === 1) return noExtensions();
  body.optional(contextTag(1));
  body.optional(contextTag(2));
  const extensions = version === 3 ? body.optional(constructedTag(3)) : undefined;
  if (extensions === undefined) return noExtensions();
  return readExtensions(new DerReader(extensions).inside(tag.sequence));
}
