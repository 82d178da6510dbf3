import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { quarantineReasons } from '../indexer/document-fold.js';
import { indexerStates, type IndexerState } from '../indexer/indexer.js';
import type { About } from '../http/ports.js';
import type { MemberChannel } from '../organisation/member-channel.js';
import type { Organisation } from '../organisation/organisation.js';
import { movedClock, type ClockReading } from '../sandbox-clock.js';

interface Options {
  readonly organisations: readonly Organisation[];
  readonly about: About;
}

const acceptableLag = 10n;
// Probes come every few seconds and would hide what people do.
const probeLogLevel = 'warn';

const quarantineSchema = z
  .strictObject({
    count: z.int(),
    newest: z
      .array(
        z.strictObject({
          kind: z.string(),
          reason: z.enum(quarantineReasons),
          block: z.int(),
          transactionId: z.string(),
        }),
      )
      .readonly(),
  })
  .meta({
    description:
      'What organisations that satisfy the policy of the channel wrote together past the contracts: documents without the consent of those whom they bind, values that are no documents, deletions, events of what did not happen. None of it stands in any answer. Of several the newest five are named.',
  });

const channelSchema = z.strictObject({
  name: z.string(),
  ready: z.boolean(),
  peer: z.enum(['answers', 'fails']),
  indexer: z.enum(indexerStates),
  ledgerHeight: z.int().exactOptional(),
  readModelHeight: z.int(),
  quarantine: quarantineSchema,
  refusal: z.string().exactOptional(),
});

const memberSchema = z.strictObject({
  msp: z.string(),
  ready: z.boolean(),
  database: z.enum(['answers', 'fails']),
  channels: z.array(channelSchema),
  operationsInFlight: z.int(),
  operationsUnknown: z.int(),
});

/** Only of a development network whose clock was moved. */
const clockSchema = z.strictObject({
  now: z.iso.datetime(),
  aheadMilliseconds: z.int(),
  isFrozen: z.boolean(),
});

const readinessSchema = z
  .strictObject({
    ready: z.boolean(),
    clock: clockSchema.exactOptional(),
    organisations: z.array(memberSchema),
  })
  .meta({
    examples: [
      {
        ready: true,
        organisations: [
          {
            msp: 'ImporterMSP',
            ready: true,
            database: 'answers',
            channels: [
              {
                name: 'trade',
                ready: true,
                peer: 'answers',
                indexer: 'following',
                ledgerHeight: 13,
                readModelHeight: 13,
                quarantine: { count: 0, newest: [] },
              },
            ],
            operationsInFlight: 0,
            operationsUnknown: 0,
          },
        ],
      },
    ],
  });

const versionSchema = z
  .strictObject({
    name: z.literal('argosy-gateway'),
    version: z.string(),
    engine: z.string(),
    clock: clockSchema.exactOptional(),
  })
  .meta({
    examples: [
      {
        name: 'argosy-gateway',
        version: '0.1.0',
        engine: 'devnet: development network, no consensus',
      },
    ],
  });

const aliveSchema = z
  .strictObject({ alive: z.literal(true) })
  .meta({ examples: [{ alive: true }] });

/** For probes: alive says something of this process only, ready of everything that it needs. */
export const serviceRoutes: FastifyPluginCallbackZod<Options> = (app, options, done) => {
  app.get(
    '/livez',
    {
      logLevel: probeLogLevel,
      schema: {
        operationId: 'isAlive',
        summary: 'Whether the process runs',
        tags: ['Service'],
        response: { 200: aliveSchema },
      },
    },
    () => ({ alive: true as const }),
  );
  app.get(
    '/readyz',
    {
      logLevel: probeLogLevel,
      schema: {
        operationId: 'isReady',
        summary: 'Whether requests can be served: database, peer and read model',
        tags: ['Service'],
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const organisations = await Promise.all(options.organisations.map(readiness));
      const ready = organisations.every((member) => member.ready);
      return reply.code(ready ? 200 : 503).send({ ready, ...clockPart(), organisations });
    },
  );
  app.get(
    '/version',
    {
      schema: {
        operationId: 'version',
        summary: 'What runs here, and on which kind of network',
        tags: ['Service'],
        response: { 200: versionSchema },
      },
    },
    () => ({ name: 'argosy-gateway' as const, ...options.about, ...clockPart() }),
  );
  done();
};

function clockPart(): { readonly clock?: ClockReading } {
  const clock = movedClock();
  return clock === undefined ? {} : { clock };
}

async function readiness({
  msp,
  channels,
  writes,
}: Organisation): Promise<z.infer<typeof memberSchema>> {
  const each = await Promise.all([...channels.values()].map(channelReadiness));
  const isDatabaseUp = each.every(({ hasDatabase }) => hasDatabase);
  return {
    msp,
    ready: isDatabaseUp && each.every(({ channel }) => channel.ready),
    database: isDatabaseUp ? 'answers' : 'fails',
    channels: each.map(({ channel }) => channel),
    operationsInFlight: writes.inFlight,
    operationsUnknown: writes.unknown,
  };
}

interface ChannelReadiness {
  readonly hasDatabase: boolean;
  readonly channel: z.infer<typeof channelSchema>;
}

async function channelReadiness({
  name,
  reads,
  ledger,
  indexer,
}: MemberChannel): Promise<ChannelReadiness> {
  // Read before the peer is asked: a peer with fewer blocks than this has lost some, or is another copy.
  const indexed = indexer.height;
  const [height, quarantine] = await Promise.all([
    ledger.height().catch(() => undefined),
    reads.quarantine().catch(() => undefined),
  ]);
  const isCurrent =
    height !== undefined && height >= indexed && height - indexer.height <= acceptableLag;
  const channel = {
    name,
    // A channel on which nothing happens sends no block to a new connection, so that being connected cannot be seen.
    ready: isCurrent && isRunning(indexer.state),
    peer: height === undefined ? ('fails' as const) : ('answers' as const),
    indexer: indexer.state,
    ...(height === undefined ? {} : { ledgerHeight: Number(height) }),
    readModelHeight: Number(indexer.height),
    quarantine: quarantine ?? { count: 0, newest: [] },
    ...(indexer.refusal === undefined ? {} : { refusal: indexer.refusal }),
  };
  return { hasDatabase: quarantine !== undefined, channel };
}

function isRunning(state: IndexerState): boolean {
  return state === 'connecting' || state === 'following';
}
