import { reasonOf } from '@argosy/protocol/reason';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/authentication.js';
import { ProblemError } from '../http/problem.js';
import type { Place } from '../indexer/reads.js';
import type { Organisation } from '../organisation/organisation.js';
import { EventStream } from './event-stream.js';
import { readRefusals } from './refusals.js';

const maximumStreams = 500;

interface Options {
  readonly heartbeatMilliseconds: number;
}

const longestWaitMilliseconds = 2_000;
const notYetThere =
  'The read model has not yet reached the block of the event that the stream is to go on after.';

const placeSchema = z
  .string()
  .regex(/^[0-9]{1,15}\.[0-9]{1,9}$/, 'must be <block>.<transaction>, the id of an event')
  .exactOptional();

// PostgreSQL's largest `int`, the type of the column.
const highestIndex = 2_147_483_647;

const streamExample = `id: 12.0
event: ledger
data: {"id":"12.0","time":"2027-03-01T09:30:00.000Z","transactionId":"3333…","changes":[{"type":"CreditApplied","document":"credit","parts":["LC-2027-0001"],"version":1,"status":"applied"}]}

`;

/** The channel's events as server-sent events: one message per valid transaction, in the order of the ledger. */
export const eventRoutes: FastifyPluginCallbackZod<Options> = (
  app,
  { heartbeatMilliseconds },
  done,
) => {
  const streams = new Set<EventStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.end();
    return Promise.resolve();
  });
  app.get(
    '/v1/events',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'streamEvents',
        summary: 'What happens on the channel, as server-sent events',
        description:
          'All events of the channel, also of documents in which the caller has no part: every member of the channel can read them. Starts after `Last-Event-ID` or `after`, else with the next event; `after=0.0` replays everything. A comment line is sent when nothing happens.',
        tags: ['Events'],
        security: [{ token: [] }],
        headers: z.object({ 'last-event-id': placeSchema }),
        querystring: z.strictObject({ after: placeSchema }),
        response: {
          200: {
            description: 'A stream that does not end.',
            content: {
              'text/event-stream': { schema: z.string().meta({ examples: [streamExample] }) },
            },
          },
          ...readRefusals,
        },
      },
    },
    async (request, reply) => {
      const { organisation } = callerOf(request);
      const after = request.headers['last-event-id'] ?? request.query.after;
      if (streams.size >= maximumStreams) throw new ProblemError('TOO_MANY_STREAMS', {}, 5);
      const start = after === undefined ? newest(organisation) : placeOf(after);
      // A place beyond the read model's end is of a gateway that was further on, or of another ledger.
      if (
        !(await organisation.indexer.reached(BigInt(start.block) + 1n, longestWaitMilliseconds))
      ) {
        throw new ProblemError('HEIGHT_NOT_REACHED', { detail: notYetThere }, 1);
      }
      reply.hijack();
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      };
      for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      const stream = new EventStream(organisation, reply.raw, heartbeatMilliseconds);
      streams.add(stream);
      await stream.run(start).catch((error: unknown) => {
        logFailure(request, error);
      });
      streams.delete(stream);
    },
  );
  done();
};

function newest({ indexer }: Organisation): Place {
  return { block: Number(indexer.height) - 1, index: highestIndex };
}

function placeOf(text: string): Place {
  const [block, index] = text.split('.').map(Number);
  return { block: block ?? 0, index: index ?? 0 };
}

function logFailure(request: FastifyRequest, error: unknown): void {
  request.log.warn({ reason: reasonOf(error) }, 'an event stream failed');
}
