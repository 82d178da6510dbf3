import { reasonOf } from '@argosy/protocol/reason';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { channelNameSchema } from '../config.js';
import { callerOf } from '../http/authentication.js';
import { ProblemError } from '../http/problem.js';
import type { Caller } from '../access/organisation-access.js';
import type { MemberChannel } from '../organisation/member-channel.js';
import { channelNamed } from './channel-of.js';
import { beginning, eventPlaceSchema, placeIn, type EventPlace } from './event-place.js';
import { EventStream } from './event-stream.js';
import { readRefusals } from './refusals.js';

const maximumStreams = 500;

interface Options {
  readonly heartbeatMilliseconds: number;
}

const longestWaitMilliseconds = 2_000;
const notYetThere =
  'The read model has not yet reached the block of the event that the stream is to go on after.';

// PostgreSQL's largest `int`, the type of the column.
const highestIndex = 2_147_483_647;

const streamExample = `id: border:5.1,trade:12.0
event: ledger
data: {"channel":"trade","block":12,"index":0,"time":"2027-03-01T09:30:00.000Z","transactionId":"3333…","changes":[{"type":"CreditApplied","document":"credit","parts":["LC-2027-0001"],"version":1,"status":"applied"}]}

`;

const description = `All events of the channels that the caller's organisation is on, also of documents in which it has no part: every member of a channel can read them. Those of a channel come in the order of its ledger; between channels there is no order.

The id of an event is the place in every channel, so that a stream which goes on after it (\`Last-Event-ID\`, or \`after\`) repeats and misses nothing. A channel that is not in it is replayed from its first block; \`after=start\` replays all. Without a place the stream begins with the next event. A comment line is sent when nothing happens.

Refuses: CHANNEL_NOT_JOINED, HEIGHT_NOT_REACHED, TOO_MANY_STREAMS.`;

/** The events of all channels of an organisation as server-sent events: one message per valid transaction. */
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
        summary: 'What happens on the channels, as server-sent events',
        description,
        tags: ['Events'],
        security: [{ token: [] }],
        headers: z.object({ 'last-event-id': eventPlaceSchema.exactOptional() }),
        querystring: z.strictObject({
          after: eventPlaceSchema.exactOptional(),
          channel: channelNameSchema
            .exactOptional()
            .meta({ description: 'Bring the events of this channel alone.' }),
        }),
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
      const caller = callerOf(request);
      const { channel } = request.query;
      // Browsers that reconnect send the one beside the other.
      const after = request.headers['last-event-id'] ?? request.query.after;
      const sources = channel === undefined ? allOf(caller) : [channelNamed(caller, channel)];
      if (streams.size >= maximumStreams) throw new ProblemError('TOO_MANY_STREAMS', {}, 5);
      const start = after === undefined ? newest(sources) : await placeReached(caller, after);
      reply.hijack();
      const headers = {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
      };
      for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      const stream = new EventStream(sources, reply.raw, heartbeatMilliseconds);
      streams.add(stream);
      await stream.run(start).catch((error: unknown) => {
        logFailure(request, error);
      });
      streams.delete(stream);
    },
  );
  done();
};

function allOf({ organisation }: Caller): readonly MemberChannel[] {
  return [...organisation.channels.values()];
}

function newest(channels: readonly MemberChannel[]): EventPlace {
  return new Map(
    channels.map(({ name, indexer: { height } }) => {
      const last = { block: Number(height) - 1, index: highestIndex };
      return [name, height === 0n ? beginning : last];
    }),
  );
}

/** A place beyond a read model's end is of a gateway that was further on, or of another ledger. Refuses: CHANNEL_NOT_JOINED,
 *  HEIGHT_NOT_REACHED. */
async function placeReached(caller: Caller, text: string): Promise<EventPlace> {
  const place = placeIn(text);
  const waits = [...place].map(([name, { block }]) =>
    channelNamed(caller, name).indexer.reached(BigInt(block) + 1n, longestWaitMilliseconds),
  );
  const areReached = await Promise.all(waits);
  if (areReached.every((isReached) => isReached)) return place;
  throw new ProblemError('HEIGHT_NOT_REACHED', { detail: notYetThere }, 1);
}

function logFailure(request: FastifyRequest, error: unknown): void {
  request.log.warn({ reason: reasonOf(error) }, 'an event stream failed');
}
