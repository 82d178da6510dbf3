import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from './ports.js';
import { ProblemError } from './problem.js';
import type { Sessions } from '../access/sessions.js';

const bearer = /^Bearer ([A-Za-z0-9_-]{20,200})$/i;

/** Every route registered on this instance from now on asks for a token. Refuses: AUTHENTICATION_REQUIRED. */
export function requireToken(
  app: FastifyInstance,
  { sessions, callers }: { sessions: Sessions; callers: ReadonlyMap<string, Caller> },
): void {
  app.addHook('onRequest', async (request) => {
    const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
    const person = token === undefined ? undefined : await sessions.personOf(token);
    request.caller = person === undefined ? undefined : callers.get(person);
    if (request.caller === undefined) throw new ProblemError('AUTHENTICATION_REQUIRED');
  });
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new ProblemError('AUTHENTICATION_REQUIRED');
  return request.caller;
}
