import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Socket } from 'node:net';
import { reasonOf } from '@argosy/protocol/reason';
import type { TlsMaterial } from '../grpc/endpoint.js';
import { bindFailure, loopback } from '../loopback.js';
import { within } from '../within.js';
import { plainHttp } from './plain.js';

/** Answers one request. What it throws is answered as a failure of the server. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface HttpOptions {
  readonly address: string;
  readonly tls?: TlsMaterial | undefined;
  /** Whether a client without certificate is turned away at once, and not only where the handler asks. */
  readonly clientsNeeded: boolean;
}

/** An HTTP server on a loopback address, with TLS where it has a certificate. */
export class HttpServer {
  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
    readonly address: string,
  ) {}

  /** Serve. Refuses: an address that is not loopback; a taken port, by its number. */
  static async listen(options: HttpOptions, handler: Handler): Promise<HttpServer> {
    const { host, port } = loopback(options.address);
    const server = create(options, (request, response) => {
      answer(handler, request, response);
    });
    const sockets = new Set<Socket>();
    server.on(options.tls ? 'secureConnection' : 'connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    await bound(server, host.replace(/^\[|\]$/g, ''), Number(port)).catch((error: unknown) => {
      throw new Error(bindFailure(options.address, port, error), { cause: error });
    });
    return new HttpServer(server, sockets, options.address);
  }

  /** Stop at once. */
  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  /** Take no new requests, and stop when the open ones are answered, or after this time. */
  async drain(milliseconds: number): Promise<void> {
    const ended = new Promise((resolve) => {
      this.server.close(resolve);
    });
    this.server.closeIdleConnections();
    await within(milliseconds, ended);
    for (const socket of this.sockets) socket.destroy();
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

function create({ tls, clientsNeeded }: HttpOptions, handle: Answer): Server {
  if (tls === undefined) return plainHttp.createServer(handle);
  const { certificate, key, clientAuthorities } = tls;
  const clients = clientAuthorities !== undefined && { ca: clientAuthorities, requestCert: true };
  return createSecure(
    {
      cert: certificate,
      key,
      minVersion: 'TLSv1.2',
      ...clients,
      rejectUnauthorized: clients !== false && clientsNeeded,
    },
    handle,
  );
}

function answer(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
  Promise.resolve(handler(request, response)).catch((error: unknown) => {
    if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'application/json' });
    response.end(`${JSON.stringify({ error: reasonOf(error) })}\n`);
  });
}

function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
