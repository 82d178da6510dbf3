import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Devnet } from '../devnet.js';
import { readBody, sendJson } from '../http/body.js';
import { pathOf, queryOf } from '../http/path.js';
import { HttpServer } from '../http/server.js';
import { VERSION } from '../operations/service.js';
import type { Description } from './answers.js';
import { failureOf } from './failures.js';
import { ControlRefused } from './refusal.js';
import { findRoute } from './routes/find-route.js';
import { routes } from './routes/routes.js';
import { isSameToken, tokenIn } from './token.js';

/** Where the controls are served, and the file with the token. */
export interface ControlServerParts {
  readonly address: string;
  readonly tokenFile: string;
}

const MAX_BODY = 1_048_576;
const NO_STORE = { 'Cache-Control': 'no-store' };

/** Serve the controls of a network: to whoever has the token, and on loopback only. */
export async function serveControls(
  { address, tokenFile }: ControlServerParts,
  devnet: Devnet,
): Promise<HttpServer> {
  const token = await tokenIn(tokenFile);
  return HttpServer.listen({ address, clientsNeeded: false }, async (request, response) => {
    try {
      requireToken(request, token);
      const answer = await perform(request, devnet);
      sendJson(response, 200, answer, NO_STORE);
    } catch (error) {
      refuse(response, error);
    }
  });
}

function requireToken({ headers: { authorization = '' } }: IncomingMessage, token: string): void {
  const [, given] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
  if (given !== undefined && isSameToken(given, token)) return;
  const what = given === undefined ? 'the request has no token' : 'the token is another one';
  throw new ControlRefused('not allowed', what, {
    field: 'Authorization',
    rule: 'must be "Bearer" and the token of this network',
    advice: "send the content of the file that the network's configuration names as tokenFile",
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, ...failure } = failureOf(error);
  const challenge = status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {};
  sendJson(response, status, failure, { ...NO_STORE, ...challenge });
}

async function perform(request: IncomingMessage, devnet: Devnet): Promise<unknown> {
  const path = pathOf(request);
  if (path === '/v1' && request.method === 'GET') return describe(devnet);
  const { route, name } = findRoute(request.method ?? '', path);
  const body = route.method === 'GET' ? fieldsOf(request) : await bodyOf(request);
  return route.perform({ devnet, name, body });
}

const fieldsOf = (request: IncomingMessage): unknown =>
  Object.fromEntries(new URLSearchParams(queryOf(request)));

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const text = (await readBody(request, MAX_BODY)).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlRefused('wrong', 'the body is not JSON', {
      field: 'body',
      rule: 'must be one JSON object',
      advice: 'send an object such as {"by":"+6d"}, or no body',
    });
  }
}

function describe(devnet: Devnet): Description {
  const { clock, nodes, channels, faults } = devnet.controls;
  return {
    isDevelopmentNetwork: true,
    notice:
      'This is a development network: one process orders and holds all keys, so there is no consensus. These controls ' +
      'do what nobody can do to a real network.',
    version: VERSION.Version,
    clock: clock.reading,
    nodes: [...nodes],
    channels: [...channels],
    rules: faults.rules.length,
    controls: routes.map(({ method, path, does, body }) => ({
      method,
      path,
      does,
      ...(method !== 'GET' && { body: z.toJSONSchema(body, { io: 'input' }) }),
    })),
  };
}
