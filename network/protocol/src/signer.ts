import { createPrivateKey } from 'node:crypto';
import { signLowS } from './crypto.js';
import { SerializedIdentity } from './messages/msp.js';
import { encode } from './wire.js';

/** Somebody who signs: a client, an endorser, a consenter. */
export interface Signer {
  readonly mspId: string;
  /** The serialized identity, as it stands in headers and endorsements. */
  readonly creator: Uint8Array;
  readonly sign: (message: Uint8Array) => Buffer;
}

/** A signer from PEM files. The key is parsed once: parsing it for each signature would cost more than signing. */
export function pemSigner(mspId: string, certificatePem: string, keyPem: string): Signer {
  const key = createPrivateKey(keyPem);
  const creator = encode(SerializedIdentity, {
    mspid: mspId,
    idBytes: Buffer.from(certificatePem),
  });
  return { mspId, creator, sign: (message) => signLowS(key, message) };
}
