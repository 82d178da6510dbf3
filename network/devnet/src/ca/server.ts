import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { plainHttp } from '../http/plain.js';
import { bindFailure } from '../loopback.js';
import type { CaService } from './service.js';

/** Requests are small; a larger one is a mistake. */
const bodyLimit = 1024 * 1024;
const loopback = '127.0.0.1';

export type CaServer = { readonly url: string; close(): Promise<void> };

export type ServerOptions = {
  /** 0 takes any free port. */
  readonly port: number;
  /** Without a certificate it speaks plain HTTP. */
  readonly tls?: { readonly certificatePem: string; readonly keyPem: string };
};

/** Answer on this machine alone: a development CA keeps its keys in the process and guards them from nobody. */
export async function serveCa(service: CaService, options: ServerOptions): Promise<CaServer> {
  const listener: RequestListener = (request, response) => {
    respond(service, request, response).catch(() => response.destroy());
  };
  const { tls } = options;
  const server =
    tls === undefined
      ? plainHttp.createServer(listener)
      : createServer({ cert: tls.certificatePem, key: tls.keyPem }, listener);
  // Whoever enrols many identities does so over few connections.
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, options.port);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${loopback}:${port}`,
    close: () => close(server),
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const why = bindFailure(`localhost:${port}`, String(port), error);
      reject(new Error(why, { cause: error }));
    });
    server.listen(port, loopback, resolve);
  });
  // A listener on a port has an address with a port.
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

async function respond(
  service: CaService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('server', 'Argosy development CA');
  const body = await readBody(request);
  if (body === undefined) {
    response.writeHead(413, { connection: 'close' }).end();
    return;
  }
  const { method = '', url = '', headers } = request;
  const { authorization } = headers;
  const answer = await service.answer({ method, uri: url, body, authorization });
  if (answer === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

/** The body of a request; undefined for one that is too long. By events, which cost less than a loop that waits. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > bodyLimit) {
        request.removeAllListeners('data').pause();
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(Buffer.concat(chunks));
    });
    request.on('error', reject);
  });
}
