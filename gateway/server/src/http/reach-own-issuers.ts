import type { FastifyInstance } from 'fastify';
import type { OrganisationAccess } from '../access/organisation-access.js';

/** The gateway is a client of the issuers that it serves itself, and asks them without a connection: their names may resolve in browsers
 *  only. */
export function reachOwnIssuers(
  app: FastifyInstance,
  accesses: readonly OrganisationAccess[],
): void {
  for (const { sandboxIssuer, origin } of accesses) {
    sandboxIssuer?.reachBy(async (address, { method, headers, body }) => {
      const { pathname, search } = new URL(address);
      const answer = await app.inject({
        method: method === 'POST' ? 'POST' : 'GET',
        url: pathname + search,
        headers: { ...headers, host: origin.host },
        // A token request's body is a form.
        ...(body instanceof URLSearchParams ? { payload: body.toString() } : {}),
      });
      return new Response(answer.body, {
        status: answer.statusCode,
        headers: { 'content-type': answer.headers['content-type'] ?? '' },
      });
    });
  }
}
