// The certificate library's dependency injection needs this import first.
import 'reflect-metadata';
import { KeyObject, createPrivateKey, createPublicKey, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** A key with the request to certify it. */
export type KeyRequest = { readonly keyPem: string; readonly requestPem: string };

/** Ask for a certificate on a name: for a new key, or for one that is there already. */
export async function requestCertificate(commonName: string, keyPem?: string): Promise<KeyRequest> {
  const keys = keyPem === undefined ? await newKeys() : await importKeys(keyPem);
  const request = await x509.Pkcs10CertificateRequestGenerator.create(
    // An object is taken as it is; a string would be read for escapes.
    {
      name: new x509.Name([{ CN: [{ utf8String: commonName }] }]),
      keys,
      signingAlgorithm: algorithm,
    },
    webcrypto,
  );
  const pem = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { keyPem: pem, requestPem: `${request.toString('pem')}\n` };
}

const newKeys = async (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function importKeys(keyPem: string): Promise<webcrypto.CryptoKeyPair> {
  const key = createPrivateKey(keyPem);
  const privateBytes = key.export({ type: 'pkcs8', format: 'der' });
  const publicBytes = createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
  const { subtle } = webcrypto;
  return {
    privateKey: await subtle.importKey('pkcs8', privateBytes, algorithm, true, ['sign']),
    publicKey: await subtle.importKey('spki', publicBytes, algorithm, true, ['verify']),
  };
}
