import { LedgerError } from '@argosy/domain/errors';
import { possibleActions } from '@argosy/domain/possible-actions';
import type { LedgerRecord } from '@argosy/domain/shared/document';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Caller } from '../access/organisation-access.js';
import type { DocumentRoutes } from '../documents/document-routes.js';
import { callerOf } from '../http/authentication.js';
import { sendProblem } from '../http/errors.js';
import { ledgerProblem } from '../http/problem.js';
import { recordBody } from '../http/record-body.js';
import { channelOf, channelParameters, mustBeOnChannel } from './channel-of.js';
import { facetsIn, listSchema, pageSchema, querySchema } from './document-schemas.js';
import { cursorOf, placeOf } from './list-cursor.js';
import { possibilityBody } from './possibility-body.js';
import { heightHeaders, readAtHeight } from './read-at-height.js';
import { readRefusals } from './refusals.js';
import type { ZodApp } from './zod-app.js';

interface Options {
  readonly documents: readonly DocumentRoutes[];
}

/** Reads of documents, from the organisation's read model. */
export const readRoutes: FastifyPluginCallbackZod<Options> = (app, { documents }, done) => {
  for (const routes of documents) {
    if (routes.onlyParts === undefined) listRoute(app, routes);
    pageRoute(app, routes);
  }
  done();
};

const listDescription = `A page goes on right after the last document of the one before, whatever is written meanwhile: by \`created\` each document comes once. By \`updated\` a document that changes meanwhile moves to the newest end: with \`order=asc\` it comes once more, with \`order=desc\` it may be passed over, and stands at the beginning of a list that is asked for anew.

Refuses: CHANNEL_NOT_JOINED, REQUEST_INVALID, HEIGHT_NOT_REACHED.`;

function listRoute(app: ZodApp, routes: DocumentRoutes): void {
  const { kind, base, title } = routes;
  app.get(
    base,
    {
      preValidation: mustBeOnChannel(routes),
      schema: {
        operationId: `list${title.replaceAll(' ', '')}`,
        summary: `${title} on the channel, page by page`,
        description: listDescription,
        tags: [title],
        security: [{ token: [] }],
        headers: heightHeaders,
        params: z.strictObject(channelParameters(routes)),
        querystring: querySchema(routes),
        response: { 200: listSchema(routes), ...readRefusals },
      },
    },
    async (request, reply) => {
      const channel = channelOf(routes, request);
      const { status, sort, order, limit, cursor } = request.query;
      await readAtHeight(reply, request.headers, channel);
      const after = cursor === undefined ? undefined : placeOf(cursor, { sort, order });
      const facets = facetsIn(routes, request.query);
      const asked = { kind, status, facets, sort, order, limit: limit + 1, after };
      const found = await channel.reads.documents(asked);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const hasMore = found.length > limit;
      return {
        items: page.map(({ record }) => recordBody(record)),
        hasMore,
        ...(hasMore && last !== undefined
          ? { nextCursor: cursorOf({ sort, order }, last.place) }
          : {}),
      };
    },
  );
}

function pageRoute(app: ZodApp, routes: DocumentRoutes): void {
  const { kind, base, name, title, onlyParts } = routes;
  const parameters = { ...routes.parameters, ...routes.ownParameters };
  const names = Object.keys(parameters);
  app.get(
    [base, ...names.map((it) => `:${it}`)].join('/'),
    {
      preValidation: mustBeOnChannel(routes),
      schema: {
        operationId: `get${name}`,
        summary: `One ${kind}, what the caller may do with it, and its history`,
        description:
          'Refuses: CHANNEL_NOT_JOINED, RECORD_NOT_FOUND, REQUEST_INVALID, HEIGHT_NOT_REACHED.',
        tags: [title],
        security: [{ token: [] }],
        headers: heightHeaders,
        params: z.strictObject({ ...channelParameters(routes), ...parameters }),
        response: { 200: pageSchema(routes), ...readRefusals },
      },
    },
    async (request, reply) => {
      const channel = channelOf(routes, request);
      const { reads } = channel;
      const parts = onlyParts ?? names.map((it) => String(request.params[it]));
      await readAtHeight(reply, request.headers, channel);
      const record = await reads.document(kind, parts);
      if (record === undefined) {
        const refusal = LedgerError.of('RECORD_NOT_FOUND', { document: kind, parts });
        return sendProblem(reply, ledgerProblem(refusal, request.id));
      }
      void reply.header('etag', `"${record.version}"`);
      const actions = possibilities(record, callerOf(request));
      const timeline = await reads.timeline(kind, parts);
      return { [kind]: recordBody<LedgerRecord>(record), actions, timeline };
    },
  );
}

function possibilities(record: LedgerRecord, { actor, organisation }: Caller): object[] {
  const staff = { msp: organisation.msp, staffRole: actor.role };
  return possibleActions(record, staff).map(possibilityBody);
}
