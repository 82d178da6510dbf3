import type { IncomingMessage } from 'node:http';
import { pathOf, readPart } from '../http/path.js';
import { HttpRefused } from './form.js';

/** What is asked for. */
export type Route =
  | { readonly name: 'outside' | 'base' | 'list' | 'join' | 'update' }
  | { readonly name: 'show' | 'remove'; readonly channel: string }
  | { readonly name: 'block'; readonly channel: string; readonly block: string };

/** Under this path is everything. */
export const BASE = '/participation/v1/';
const MAX_NAME = 249;

/** Read method, path and headers. Throws HttpRefused with an orderer's status and words. */
export function readRoute(request: IncomingMessage): Route {
  const pathname = pathOf(request);
  const method = request.method ?? '';
  if (`${pathname}/` === BASE) return { name: 'outside' };
  if (pathname === BASE) return { name: 'base' };
  if (!pathname.startsWith(BASE)) throw notFound();
  const [channels, channel, ...rest] = pathname.slice(BASE.length).split('/');
  if (channels !== 'channels' || channel === '') throw notFound();
  if (channel === undefined) return collection(method, request);
  const name = readPart(channel) ?? channel;
  return rest.length === 0 ? one(method, request, name) : block(request, name, rest);
}

function block(
  request: IncomingMessage,
  channel: string,
  [blocks, number, ...rest]: readonly string[],
): Route {
  const { method = '' } = request;
  const isPath = blocks === 'blocks' && number !== undefined && number !== '';
  if (!isPath || rest.length > 0) throw notFound();
  if (method !== 'GET') throw notAllowed(method, 'GET');
  requireJson(request);
  return {
    name: 'block',
    channel: requireName(channel),
    block: requireBlock(readPart(number) ?? number),
  };
}

function collection(method: string, request: IncomingMessage): Route {
  switch (method) {
    case 'GET':
      requireJson(request);
      return { name: 'list' };
    case 'POST':
    case 'PUT': {
      const type = request.headers['content-type'];
      if (!/multipart\/form-data*/.test(type ?? ''))
        throw new HttpRefused(400, `unsupported Content-Type: [${type ?? ''}]`);
      requireJson(request);
      return { name: method === 'POST' ? 'join' : 'update' };
    }
    default:
      throw notAllowed(method, 'GET, POST, PUT');
  }
}

function one(method: string, request: IncomingMessage, channel: string): Route {
  if (method !== 'GET' && method !== 'DELETE') throw notAllowed(method, 'GET, DELETE');
  requireJson(request);
  return { name: method === 'GET' ? 'show' : 'remove', channel: requireName(channel) };
}

function requireJson({ headers: { accept = '' } }: IncomingMessage): void {
  const wanted = ['application/json', 'application/*', '*/*'];
  if (accept === '' || wanted.some((type) => accept.includes(type))) return;
  throw new HttpRefused(406, 'response Content-Type is application/json only');
}

function requireName(channel: string): string {
  const refuse = (why: string): never => {
    throw new HttpRefused(400, `invalid channel ID: ${why}`);
  };
  if (channel.length > MAX_NAME) refuse(`channel ID illegal, cannot be longer than ${MAX_NAME}`);
  if (!/^[a-z][a-z0-9.-]*$/.test(channel)) refuse(`'${channel}' contains illegal characters`);
  return channel;
}

function requireBlock(block: string): string {
  if (/^(?:newest|oldest|config|[+-]?\d{1,18})$/.test(block)) return block.replace('+', '');
  throw new NoBlockId(block);
}

/** What names no block. An orderer says that twice over. */
export class NoBlockId extends HttpRefused {
  constructor(block: string) {
    super(400, `invalid block ID: '${block}' not equal <newest|oldest|config|(number)>`);
  }
}

/** A path that nothing answers. */
export class NoSuchPage extends HttpRefused {
  constructor() {
    super(404, '404 page not found');
  }
}

const notFound = (): HttpRefused => new NoSuchPage();

const notAllowed = (method: string, allow: string): HttpRefused =>
  new HttpRefused(405, `invalid request method: ${method}`, allow);
