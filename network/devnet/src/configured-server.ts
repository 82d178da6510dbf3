import { readFile } from 'node:fs/promises';
import type { HttpServerConfig } from './config.js';
import type { TlsMaterial } from './grpc/endpoint.js';
import type { HttpOptions } from './http/server.js';

interface TlsFiles {
  readonly tls: { readonly certificate: string; readonly key: string };
  readonly clientAuthorities?: readonly string[] | undefined;
}

const text = (path: string): Promise<string> => readFile(path, 'utf8');

/** A server's certificate and key, and the authorities of its clients if it asks for them: the files are read. */
export async function tlsMaterial({ tls, clientAuthorities }: TlsFiles): Promise<TlsMaterial> {
  const authorities = clientAuthorities && (await Promise.all(clientAuthorities.map(text)));
  return {
    certificate: await text(tls.certificate),
    key: await text(tls.key),
    clientAuthorities: authorities?.join('\n'),
  };
}

/** A server for operators from its entry in the configuration. */
export async function httpOptions({
  endpoint,
  tls,
  clientAuthorities,
}: HttpServerConfig): Promise<Pick<HttpOptions, 'address' | 'tls'>> {
  return { address: endpoint, tls: tls && (await tlsMaterial({ tls, clientAuthorities })) };
}
