import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller, OrganisationAccess } from '../access/organisation-access.js';
import type { Hosts } from './hosts.js';
import { ProblemError } from './problem.js';
import { publicRouteAt } from './public-routes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The organisation that the host names. */
    access: OrganisationAccess | undefined;
    caller: Caller | undefined;
  }
}

/** Ask on every route, whoever registers it, for which organisation a request is and who makes it; only what is in the table of public
 *  routes answers without. Requires: no route and no plug-in is registered yet. Refuses: HOST_UNKNOWN, ORGANISATION_NOT_NAMED, and
 *  whatever `OrganisationAccess.callerOf` refuses. */
export function guardRoutes(app: FastifyInstance, hosts: Hosts): void {
  app.decorateRequest('access', undefined);
  app.decorateRequest('caller', undefined);
  app.addHook('onRequest', async (request) => {
    request.access = hosts.accessOf(request);
    if (request.is404) return;
    const open = publicRouteAt(request.method, request.routeOptions.url);
    if (open?.at === 'everywhere') return;
    if (request.access === undefined) hosts.refuseUnnamed();
    if (open === undefined) request.caller = await callerBy(request, request.access);
  });
}

/** Who makes a request. Requires: the route is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === undefined) throw new ProblemError('AUTHENTICATION_REQUIRED');
  return request.caller;
}

/** The organisation whose address was asked. Requires: the route is not served everywhere. */
export function accessOf(request: FastifyRequest): OrganisationAccess {
  if (request.access === undefined) throw new ProblemError('ORGANISATION_NOT_NAMED');
  return request.access;
}

function callerBy(request: FastifyRequest, access: OrganisationAccess): Promise<Caller> {
  const { headers, method, cookies } = request;
  return access.callerOf({
    authorization: headers.authorization,
    session: cookies[access.sessionCookie],
    method,
    originHeader: headers.origin,
  });
}
