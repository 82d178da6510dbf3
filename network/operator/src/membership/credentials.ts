import { createPrivateKey } from 'node:crypto';
import { signLowS } from '@argosy/protocol/crypto';

/** An identity's enrolment certificate with its key, both in PEM. */
export type Credentials = { readonly certificatePem: string; readonly keyPem: string };

/** What of a request a token signs. */
export type Signable = { readonly method: string; readonly uri: string; readonly body: string };

/** The header that proves who sends a request: certificate and signature over method, path, body and certificate. */
export function makeToken(credentials: Credentials, { method, uri, body }: Signable): string {
  const certificate = base64(credentials.certificatePem);
  const text = `${method}.${base64(uri)}.${base64(body)}.${certificate}`;
  const signature = signLowS(createPrivateKey(credentials.keyPem), Buffer.from(text));
  return `${certificate}.${signature.toString('base64')}`;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
