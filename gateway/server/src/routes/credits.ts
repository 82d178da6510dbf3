import type { Credit } from '@argosy/domain/credit/credit';
import { creditActions } from '@argosy/domain/credit/possible-actions';
import { LedgerError } from '@argosy/domain/errors';
import { referenceSchema } from '@argosy/domain/shared/text';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/authentication.js';
import { creditBody } from '../http/credit-body.js';
import { sendProblem } from '../http/errors.js';
import type { Caller } from '../http/ports.js';
import { ledgerProblem, ProblemError } from '../http/problem.js';
import type { Place } from '../indexer/reads.js';
import {
  creditPageSchema,
  listSchema,
  querySchema,
  type possibilitySchema,
  timelineSchema,
} from './credit-schemas.js';
import { heightHeaders, readAtHeight } from './read-at-height.js';
import { whyNot } from './why-not.js';
import { readRefusals } from './refusals.js';

/** Reads of credits, from the organisation's read model. */
export const creditRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/v1/credits',
    {
      schema: {
        operationId: 'listCredits',
        summary: 'Credits on the channel, the newest first',
        tags: ['Credits'],
        security: [{ token: [] }],
        headers: heightHeaders,
        querystring: querySchema,
        response: { 200: listSchema, ...readRefusals },
      },
    },
    async (request, reply) => {
      const { organisation } = callerOf(request);
      const { status, limit, cursor } = request.query;
      await readAtHeight(reply, request.headers, organisation);
      const before = cursor === undefined ? undefined : placeOf(cursor);
      const found = await organisation.reads.credits({ status, limit: limit + 1, before });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const hasMore = found.length > limit;
      return {
        items: page.map(({ credit }) => creditBody(credit)),
        hasMore,
        ...(hasMore && last !== undefined ? { nextCursor: cursorOf(last.created) } : {}),
      };
    },
  );
  app.get(
    '/v1/credits/:reference',
    {
      schema: {
        operationId: 'getCredit',
        summary: 'One credit, what the caller may do with it, and its history',
        tags: ['Credits'],
        security: [{ token: [] }],
        headers: heightHeaders,
        params: z.strictObject({ reference: referenceSchema }),
        response: { 200: creditPageSchema, ...readRefusals },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { reference } = request.params;
      const { reads } = caller.organisation;
      await readAtHeight(reply, request.headers, caller.organisation);
      const credit = await reads.credit(reference);
      if (credit === undefined) {
        const refusal = LedgerError.of('CREDIT_NOT_FOUND', { reference });
        return sendProblem(reply, ledgerProblem(refusal, request.id));
      }
      void reply.header('etag', `"${credit.version}"`);
      const actions = possibilities(credit, caller);
      return { credit: creditBody(credit), actions, timeline: await timelineOf(caller, reference) };
    },
  );
  done();
};

function possibilities(
  credit: Credit,
  { person, organisation }: Caller,
): z.infer<typeof possibilitySchema>[] {
  const staff = { msp: organisation.msp, staffRole: person.role };
  return creditActions(credit, staff).map((possibility) =>
    possibility.possible
      ? { action: possibility.action, possible: true }
      : {
          action: possibility.action,
          possible: false,
          code: possibility.refusal,
          reason: whyNot(possibility, { credit, staff }),
        },
  );
}

async function timelineOf(
  caller: Caller,
  reference: string,
): Promise<z.infer<typeof timelineSchema>[]> {
  const entries = await caller.organisation.reads.timeline(reference);
  return timelineSchema.array().parse(entries);
}

// Opaque to clients; inside, the place on the ledger at which the page ended.
function cursorOf({ block, index }: Place): string {
  return Buffer.from(`${block}.${index}`).toString('base64url');
}

function placeOf(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const [, block, index] = /^([0-9]{1,15})\.([0-9]{1,9})$/.exec(text) ?? [];
  if (block === undefined || index === undefined) {
    throw new ProblemError('REQUEST_INVALID', {
      errors: [
        { pointer: 'querystring/cursor', message: 'is not a cursor that this gateway gave' },
      ],
    });
  }
  return { block: Number(block), index: Number(index) };
}
