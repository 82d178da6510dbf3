import { recordConfidentialSchema, transientMember } from '@argosy/domain/confidential/commands';
import { collectionSchema } from '@argosy/domain/confidential/reference';
import { confidentialTermsSchema } from '@argosy/domain/confidential/terms';
import { canonicalJson } from '@argosy/domain/shared/canonical-json';
import { parseJson } from '@argosy/domain/shared/decode';
import { confidants, readers } from '@argosy/domain/shared/staff';
import type { StaffRole } from '@argosy/domain/shared/staff-roles';
import { sha256Schema } from '@argosy/domain/shared/text';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise } from '../access/actors.js';
import { channelNameSchema } from '../config.js';
import { callerOf } from '../http/authentication.js';
import { confidentialExample } from '../http/confidential-example.js';
import { sendProblem } from '../http/errors.js';
import { gatewayProblem, ledgerProblem, type Problem } from '../http/problem.js';
import { failureOf } from '../ledger/failures.js';
import { operationSchema } from '../operations/answer.js';
import { recordConfidential } from '../operations/confidential.js';
import { commandText, sha256 } from '../operations/request-identity.js';
import { mustBeOnChannel, channelOf } from './channel-of.js';
import { readRefusals, writeRefusals } from './refusals.js';
import { needsKey, refuseCondition, write } from './write.js';
import { writeHeaders } from './write-headers.js';

const base = '/v1/channels/:channel/confidential-terms';
const tags = ['Confidential terms'];
const security = [{ token: [] }];
const place = { channel: 'every' } as const;

const recording = `The terms go to the peers of the collection's members alone, beside the transaction, and into their private collection. The ledger holds their hash, under which a document then names them (\`confidential: [{collection, sha256}]\`). The gateway writes them nowhere, neither into its database nor into its log: one that ends before the peers had them answers \`CONFIDENTIAL_LOST\`, and takes the same request with the same key up again. \`salt\` is made by chance, 32 to 128 hexadecimal digits: it keeps the hash from telling what was easily guessed.

Requires: staff who take part in deals, of a member of the collection. Refuses: CHANNEL_NOT_JOINED, STAFF_ROLE_WRONG, COLLECTION_NOT_JOINED, CONFIDENTIAL_LOST.`;

const reading = `Asked of the organisation's own peer or its sponsor's, each time. Requires: a member of the collection. Refuses: CHANNEL_NOT_JOINED, STAFF_ROLE_WRONG, COLLECTION_NOT_JOINED, CONFIDENTIAL_MISSING.`;

const bodySchema = z
  .strictObject({ collection: collectionSchema, terms: confidentialTermsSchema })
  .meta({ examples: [confidentialExample] });

const foundSchema = z
  .strictObject({ ...recordConfidentialSchema.shape, terms: confidentialTermsSchema })
  .meta({ examples: [{ ...confidentialExample, sha256: '9'.repeat(64) }] });

/** Confidential terms: recorded by an operation of their own, and read by members of their collection. */
export const confidentialRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.post(
    base,
    {
      preValidation: [
        mustBeOnChannel(place),
        mayDo('record confidential terms', confidants),
        needsKey,
        refuseCondition,
      ],
      schema: {
        operationId: 'recordConfidentialTerms',
        summary: 'Put terms into a private collection',
        description: recording,
        tags,
        security,
        headers: writeHeaders,
        params: z.strictObject({ channel: channelNameSchema }),
        body: bodySchema,
        response: { 201: operationSchema, 202: operationSchema, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { collection, terms } = request.body;
      const text = canonicalJson(terms);
      const command = { collection, sha256: sha256(text) };
      await write(reply, {
        caller: callerOf(request),
        channel: channelOf(place, request).name,
        headers: request.headers,
        requestId: request.id,
        function: recordConfidential,
        parts: [collection, command.sha256],
        command: commandText(command),
        transient: { [transientMember]: text },
      });
      return reply;
    },
  );
  app.get(
    `${base}/:collection/:sha256`,
    {
      preValidation: [mustBeOnChannel(place), mayDo('read confidential terms', readers)],
      schema: {
        operationId: 'getConfidentialTerms',
        summary: 'Confidential terms, by their hash',
        description: reading,
        tags,
        security,
        params: z.strictObject({
          channel: channelNameSchema,
          collection: collectionSchema,
          sha256: sha256Schema,
        }),
        response: { 200: foundSchema, ...readRefusals },
      },
    },
    async (request, reply) => {
      const { collection, sha256: hash } = request.params;
      const { ledger } = channelOf(place, request);
      const call = { person: callerOf(request).actor.id, function: 'confidential:Get' };
      const found = await ledger
        .evaluate({ ...call, arguments: [collection, hash] })
        .catch((error: unknown) => problemOf(error, request));
      if (typeof found !== 'string') return sendProblem(reply, found);
      void reply.header('cache-control', 'no-store');
      const terms = confidentialTermsSchema.parse(parseJson(found));
      return { collection, sha256: hash, terms };
    },
  );
  done();
};

function problemOf(error: unknown, { id }: FastifyRequest): Problem {
  const failure = failureOf('endorse', error);
  if (!('refusal' in failure)) return gatewayProblem(failure.code, id);
  const problem = ledgerProblem(failure.refusal, id);
  // To an act it is a rule that was not kept; to who asks for the terms themselves they are not there.
  return failure.refusal.code === 'CONFIDENTIAL_MISSING' ? { ...problem, status: 404 } : problem;
}

function mayDo(action: string, staff: readonly StaffRole[]) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    authorise(callerOf(request).actor, { action, staff });
    return Promise.resolve();
  };
}
