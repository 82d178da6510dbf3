import { LedgerError } from '@argosy/domain/errors';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller, OrganisationAccess } from '../access/organisation-access.js';
import { dealCalled, listDeals } from '../deals/deal-reads.js';
import { callerOf } from '../http/authentication.js';
import { problemOfError } from '../http/errors.js';
import type { About } from '../http/ports.js';
import { ledgerProblem, ProblemError } from '../http/problem.js';
import { dealPage } from '../pages/deal-page.js';
import { dealsPage } from '../pages/deals-page.js';
import { signInAddress, type Heading } from '../pages/layout.js';
import { directoryPage, noDealsPage, problemPage, welcomePage } from '../pages/simple-pages.js';
import { canReadDeals, dealReadsOf, staffOf } from './deal-access.js';
import { cursorOf, placeOf } from './list-cursor.js';

interface Options {
  readonly accesses: readonly OrganisationAccess[];
  readonly about: About;
}

const dealsOnPage = 20;
const newestFirst = { sort: 'created', order: 'desc' } as const;

/** Pages for people, made here and whole without scripts: the organisations, the deals, one deal. */
export const pageRoutes: FastifyPluginCallbackZod<Options> = (app, { accesses, about }, done) => {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if (asksToSignIn(error, request)) {
      return reply.redirect(signInAddress(request.url).text, 303);
    }
    const problem = problemOfError(error, request);
    if (problem.status >= 500 && !(error instanceof ProblemError)) request.log.error(error);
    return send(reply.code(problem.status), problemPage(headingOf(request, about), problem));
  });
  const cursor = z.string().max(500).exactOptional();
  app.get(
    '/',
    { schema: { hide: true, querystring: z.object({ cursor }) } },
    async (request, reply) => {
      const heading = headingOf(request, about);
      if (request.access === undefined) return send(reply, directoryPage(heading, accesses));
      const caller = await signedIn(request, request.access);
      if (caller === undefined) return send(reply, welcomePage(heading));
      return send(reply, await listed(headingOf(request, about, caller), caller, request.query));
    },
  );
  app.get(
    '/deals/:credit',
    {
      schema: {
        hide: true,
        security: [{ token: [] }],
        params: z.strictObject({ credit: z.string().max(200) }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const heading = headingOf(request, about, caller);
      const { credit } = request.params;
      const deal = await dealCalled(dealReadsOf(caller), staffOf(caller), credit);
      if (deal !== undefined) return send(reply, dealPage(heading, deal));
      const refusal = LedgerError.of('RECORD_NOT_FOUND', { document: 'credit', parts: [credit] });
      return send(reply.code(404), problemPage(heading, ledgerProblem(refusal, request.id)));
    },
  );
  done();
};

async function listed(
  heading: Heading,
  caller: Caller,
  { cursor }: { readonly cursor?: string },
): Promise<string> {
  if (!canReadDeals(caller)) return noDealsPage(heading, [...caller.organisation.channels.keys()]);
  const after = cursor === undefined ? undefined : placeOf(cursor, newestFirst);
  const query = { status: undefined, facets: {}, ...newestFirst, limit: dealsOnPage + 1, after };
  const found = await listDeals(dealReadsOf(caller), staffOf(caller), query);
  const shown = found.slice(0, dealsOnPage);
  const last = shown.at(-1);
  const hasMore = found.length > dealsOnPage && last !== undefined;
  return dealsPage(heading, {
    deals: shown.map(({ deal }) => deal),
    nextCursor: hasMore ? cursorOf(newestFirst, last.place) : undefined,
  });
}

function send(reply: FastifyReply, content: string): FastifyReply {
  void reply.header('cache-control', 'no-store');
  // Without a referrer browsers send forms with the origin "null", and signing out would be refused as foreign.
  void reply.header('referrer-policy', 'same-origin');
  return reply.type('text/html; charset=utf-8').send(content);
}

function headingOf({ access, caller }: FastifyRequest, about: About, reader = caller): Heading {
  const organisation = access?.organisation.name;
  if (reader === undefined) return { about, organisation };
  const { name, role } = reader.actor;
  return { about, organisation, reader: { organisation: reader.organisation.name, name, role } };
}

function asksToSignIn(error: unknown, { method }: FastifyRequest): boolean {
  if (!(error instanceof ProblemError) || method !== 'GET') return false;
  return error.code === 'AUTHENTICATION_REQUIRED' || error.code === 'SESSION_ENDED';
}

async function signedIn(
  { cookies }: FastifyRequest,
  access: OrganisationAccess,
): Promise<Caller | undefined> {
  const session = cookies[access.sessionCookie];
  if (session === undefined) return undefined;
  return access.bySession(session).catch((error: unknown) => {
    if (error instanceof ProblemError) return undefined;
    throw error;
  });
}
