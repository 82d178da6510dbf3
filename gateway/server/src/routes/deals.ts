import { LedgerError } from '@argosy/domain/errors';
import { decimalOf } from '@argosy/domain/shared/money';
import { referenceSchema } from '@argosy/domain/shared/text';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dealCalled, listDeals } from '../deals/deal-reads.js';
import type { DealSummary, DealView } from '../deals/deal-view.js';
import { credits } from '../documents/credits.js';
import { callerOf } from '../http/authentication.js';
import { sendProblem } from '../http/errors.js';
import { ledgerProblem } from '../http/problem.js';
import { recordBody } from '../http/record-body.js';
import { mustBeOnChannel } from './channel-of.js';
import { dealChannelsOf, dealReadsOf, staffOf } from './deal-access.js';
import { dealListSchema, dealSchema } from './deal-schemas.js';
import { facetsIn, querySchema } from './document-schemas.js';
import { cursorOf, placeOf } from './list-cursor.js';
import { possibilityBody } from './possibility-body.js';
import { readRefusals } from './refusals.js';

export const dealsTitle = 'Deals';
export const dealsDescription =
  "A credit with all documents that records tie to it, over the channels that the caller's organisation is on. Each document says by which record it is part of the deal; what no record ties to it is not guessed.";

/** Whole deals, over all channels of the caller's organisation. */
export const dealRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  void app.register(listRoute);
  void app.register(pageRoute);
  done();
};

const listRoute: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/v1/deals',
    {
      preValidation: mustBeOnChannel(credits),
      schema: {
        operationId: 'listDeals',
        summary: 'Deals with their newest event and whose turn it is, page by page',
        tags: [dealsTitle],
        security: [{ token: [] }],
        querystring: querySchema(credits),
        response: { 200: dealListSchema, ...readRefusals },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { status, sort, order, limit, cursor } = request.query;
      const after = cursor === undefined ? undefined : placeOf(cursor, { sort, order });
      const facets = facetsIn(credits, request.query);
      const query = { status, facets, sort, order, limit: limit + 1, after };
      const found = await listDeals(dealReadsOf(caller), staffOf(caller), query);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const hasMore = found.length > limit;
      return {
        items: page.map(({ deal }) => summaryBody(deal)),
        hasMore,
        ...(hasMore && last !== undefined
          ? { nextCursor: cursorOf({ sort, order }, last.place) }
          : {}),
      };
    },
  );
  done();
};

const pageRoute: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/v1/deals/:credit',
    {
      preValidation: mustBeOnChannel(credits),
      schema: {
        operationId: 'getDeal',
        summary: 'One deal: its documents on all channels, what the caller may do, and its history',
        tags: [dealsTitle],
        security: [{ token: [] }],
        params: z.strictObject({ credit: referenceSchema }),
        response: { 200: dealSchema, ...readRefusals },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { credit } = request.params;
      // Before the reading: it may show more than this, and never less.
      const channels = dealChannelsOf(caller).map(({ name, indexer }) => ({
        name,
        height: Number(indexer.height),
      }));
      const deal = await dealCalled(dealReadsOf(caller), staffOf(caller), credit);
      if (deal === undefined) {
        const refusal = LedgerError.of('RECORD_NOT_FOUND', { document: 'credit', parts: [credit] });
        return sendProblem(reply, ledgerProblem(refusal, request.id));
      }
      return { ...summaryBody(deal), channels, ...contentBody(deal) };
    },
  );
  done();
};

function summaryBody({ credit, status, amount, parties, newest, turns }: DealSummary) {
  return {
    credit,
    status,
    amount: { ...amount, decimal: decimalOf(amount) },
    parties,
    ...(newest === undefined ? {} : { newest }),
    turns,
  };
}

function contentBody({ documents, timeline }: DealView) {
  return {
    documents: documents.map(({ record, actions, ...document }) => ({
      ...document,
      record: recordBody(record),
      actions: actions.map(possibilityBody),
    })),
    timeline,
  };
}
