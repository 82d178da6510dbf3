import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { CaOutcomeUnknown, CaUnreachable } from './errors.js';

export type Connection = {
  /** Where the CA listens. Without TLS only on this machine. */
  readonly url: string;
  /** The certificates that the CA's own may come from, in PEM. Without them those of Node. */
  readonly rootsPem?: string;
  readonly timeoutMs?: number;
  /** With it connections are kept for the next request; it knows the roots itself. */
  readonly kept?: Agent;
};

export type Exchange = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query, as they go into the request line. */
  readonly uri: string;
  readonly body: string;
  readonly authorization: string | undefined;
  /** What is asked, for errors. */
  readonly what: string;
};

export type Reply = { readonly status: number; readonly body: string };

/** An import as a module would load all that hangs on it, fetch among that, which takes 20 ms of processor time. */
const plainHttp = process.getBuiltinModule('node:http');

const defaultTimeoutMs = 10_000;
const answerLimit = 64 * 1024 * 1024;

/** Send one request, over a connection of its own unless some are kept: so a lost one is never an older request's.
 *  Throws CaUnreachable where nothing was sent, CaOutcomeUnknown where something may have been carried out. */
export async function exchange(connection: Connection, asked: Exchange): Promise<Reply> {
  const url = new URL(asked.uri, connection.url);
  refuseOpenText(url);
  const progress = { sent: false };
  try {
    const request = startRequest(connection, url, asked);
    request.on('socket', (socket) => onceReady(socket, () => (progress.sent = true)));
    return await replyTo(request, asked.body, connection.timeoutMs ?? defaultTimeoutMs);
  } catch (error) {
    const cause = asError(error);
    // A question changes nothing, answered or not.
    const changes = progress.sent && asked.method !== 'GET';
    throw changes ? new CaOutcomeUnknown(asked.what, cause) : new CaUnreachable(asked.what, cause);
  }
}

/** An error of another realm is one too. */
function asError(error: unknown): Error {
  if (error instanceof Error) return error;
  const isTelling = typeof error === 'object' && error !== null && 'message' in error;
  return new Error(String(isTelling ? error.message : error), { cause: error });
}

/** Secrets and keys' proofs would be read by everyone between. */
function refuseOpenText({ protocol, hostname }: URL): void {
  const isHere = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return;
  throw new TypeError(
    `A CA on another machine is asked over https only, not at ${protocol}//${hostname}.`,
  );
}

function startRequest(
  { rootsPem, kept }: Connection,
  url: URL,
  { method, body, authorization }: Exchange,
): ClientRequest {
  const headers = {
    'content-length': Buffer.byteLength(body),
    ...(body === '' ? {} : { 'content-type': 'application/json' }),
    ...(authorization === undefined ? {} : { authorization }),
  };
  if (url.protocol === 'http:') return plainHttp.request(url, { method, headers, agent: false });
  const trust = rootsPem === undefined ? {} : { ca: rootsPem };
  const agent = kept ?? new Agent({ ...trust, maxSockets: 1 });
  return httpsRequest(url, { method, headers, agent });
}

/** Connections over which a CA has proved itself, in case they are used again. */
const proved = new WeakSet<Socket>();

/** Node holds a request back until its connection stands, with TLS until the CA has proved itself. */
function onceReady(socket: Socket, ready: () => void): void {
  if (proved.has(socket)) ready();
  else if (socket instanceof TLSSocket)
    socket.once('secureConnect', () => {
      proved.add(socket);
      ready();
    });
  else if (socket.connecting) socket.once('connect', ready);
  else ready();
}

async function replyTo(request: ClientRequest, body: string, timeoutMs: number): Promise<Reply> {
  const timer = setTimeout(() => {
    request.destroy(new Error(`No answer within ${timeoutMs} ms.`));
  }, timeoutMs);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      request.on('error', reject);
      request.end(body);
    });
    return { status: response.statusCode ?? 0, body: await readAll(response) };
  } catch (error) {
    request.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > answerLimit)
        reject(new Error(`The answer is longer than ${answerLimit} bytes.`));
      else chunks.push(chunk);
    });
    response.on('end', () => {
      resolve(Buffer.concat(chunks).toString());
    });
    response.on('error', reject);
    response.on('aborted', () => {
      reject(new Error('The answer was cut short.'));
    });
  });
}
