import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { derElement } from '@argosy/protocol/msp/der-write';
import { tag } from '@argosy/protocol/msp/der';
import { identifier, integer, sealed, sequence, set, tagged } from '@argosy/protocol/msp/der-forms';
import { encodePem } from '@argosy/protocol/pem';

/** A key with the request to certify it. */
export type KeyRequest = { readonly keyPem: string; readonly requestPem: string };

/** Ask for a certificate on a name: for a new key, or for one on an elliptic curve that is there already. */
export function requestCertificate(commonName: string, keyPem?: string): KeyRequest {
  const key =
    keyPem === undefined
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
      : createPrivateKey(keyPem);
  const asked = sequence(integer('0'), nameOf(commonName), publicKeyOf(key), tagged(0));
  return {
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    requestPem: encodePem('CERTIFICATE REQUEST', sealed(asked, sign('sha256', asked, key))),
  };
}

const nameOf = (commonName: string): Buffer => {
  const value = derElement(tag.utf8String, Buffer.from(commonName));
  return sequence(set(sequence(identifier('2.5.4.3'), value)));
};

const publicKeyOf = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ type: 'spki', format: 'der' });
