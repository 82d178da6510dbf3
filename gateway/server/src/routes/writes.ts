import { functionName } from '@argosy/domain/possible-actions';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise } from '../access/actors.js';
import type { Caller } from '../access/organisation-access.js';
import { stepOf, type ActRoute, type DocumentRoutes } from '../documents/document-routes.js';
import { callerOf } from '../http/authentication.js';
import { sendProblem } from '../http/errors.js';
import { ProblemError } from '../http/problem.js';
import { operationBody, operationSchema, problemOf } from '../operations/answer.js';
import { isFinal } from '../operations/operation.js';
import { commandText } from '../operations/request-identity.js';
import { channelOf, channelParameters, mustBeOnChannel } from './channel-of.js';
import { writeRefusals } from './refusals.js';
import { keyForm, versionIn, waitOf, writeHeaders } from './write-headers.js';

interface Options {
  readonly documents: readonly DocumentRoutes[];
}

/** The writes: each is one operation on the ledger. */
export const writeRoutes: FastifyPluginCallbackZod<Options> = (app, { documents }, done) => {
  for (const routes of documents) {
    for (const [action, act] of Object.entries(routes.acts)) {
      void app.register(actRoute, { routes, action, act });
    }
  }
  done();
};

interface OneAct {
  readonly routes: DocumentRoutes;
  readonly action: string;
  readonly act: ActRoute;
}

const actRoute: FastifyPluginCallbackZod<OneAct> = (app, { routes, action, act }, done) => {
  const { kind = routes.kind } = act;
  const isCreation = Object.keys(routes.acts)[0] === action;
  const parameters = isCreation ? {} : routes.parameters;
  const names = Object.keys(parameters).map((it) => `:${it}`);
  const url = isCreation ? routes.base : [routes.base, ...names, 'actions', action].join('/');
  app.post(
    url,
    {
      preValidation: [
        mustBeOnChannel(routes),
        mayTake({ kind, action }),
        needsKey,
        ...(isCreation || kind !== routes.kind ? [refuseCondition] : []),
      ],
      schema: {
        tags: [routes.title],
        security: [{ token: [] }],
        headers: writeHeaders,
        operationId: `${action}${routes.name}`,
        summary: act.summary,
        params: z.strictObject({ ...channelParameters(routes), ...parameters }),
        body: bodySchema(act, parameters),
        response: { 201: operationSchema, 202: operationSchema, ...writeRefusals },
      },
    },
    async (request, reply) => {
      const { channel: _channel, ...named } = request.params;
      const command: Record<string, unknown> = { ...request.body, ...named };
      await write(reply, {
        caller: callerOf(request),
        channel: channelOf(routes, request).name,
        headers: request.headers,
        requestId: request.id,
        function: functionName(kind, action),
        parts: Object.keys(routes.parameters).map((it) => String(command[it])),
        command,
      });
      return reply;
    },
  );
  done();
};

function bodySchema({ command, example }: ActRoute, parameters: object): z.ZodObject {
  if (Object.keys(parameters).length === 0) return command.meta({ examples: [example] });
  const shape = Object.entries(command.shape).filter(([name]) => !(name in parameters));
  return z.strictObject(Object.fromEntries(shape)).meta({ examples: [example] });
}

interface Write {
  readonly caller: Caller;
  readonly channel: string;
  readonly headers: z.infer<typeof writeHeaders>;
  readonly requestId: string;
  readonly function: string;
  readonly parts: readonly string[];
  readonly command: object;
}

async function write(reply: FastifyReply, request: Write): Promise<void> {
  const { caller, channel, headers, requestId, function: name, parts, command } = request;
  const ifMatch = headers['if-match'];
  const { operation, replayed } = await caller.organisation.writes.submit({
    channel,
    ...(ifMatch === undefined ? {} : { expectedVersion: versionIn(ifMatch) }),
    person: caller.actor.id,
    idempotencyKey: headers['idempotency-key'],
    function: name,
    parts,
    command: commandText(command),
    httpRequestId: requestId,
    waitMilliseconds: waitOf(headers.prefer) * 1_000,
  });
  void reply.header('location', `/v1/operations/${operation.id}`);
  if (replayed && isFinal(operation.state)) void reply.header('idempotency-replayed', 'true');
  const problem = problemOf(operation);
  if (problem !== undefined) {
    if (problem.retryable) void reply.header('retry-after', 1);
    sendProblem(reply, problem);
    return;
  }
  if (operation.state === 'committed') {
    void reply.header('ledger-height', ((operation.block ?? 0) + 1).toString());
  }
  void reply.code(isFinal(operation.state) ? 201 : 202).send(operationBody(operation));
}

function mayTake({ kind, action }: { readonly kind: DocumentRoutes['kind']; action: string }) {
  const { staff } = stepOf(kind, action);
  return async (request: FastifyRequest): Promise<void> => {
    authorise(callerOf(request).actor, { action, staff });
    return Promise.resolve();
  };
}

// The document that such an act changes is not the one whose ETag its address gives.
async function refuseCondition({ headers }: FastifyRequest): Promise<void> {
  if (headers['if-match'] === undefined) return Promise.resolve();
  const message = 'is for acts on the document at this address, and this act is on another';
  throw new ProblemError('REQUEST_INVALID', {
    detail: `The header If-Match ${message}.`,
    errors: [{ pointer: 'headers/if-match', message }],
  });
}

// Said before anything else about the request, and by a code of its own: it is the mistake that new clients make.
async function needsKey(request: FastifyRequest): Promise<void> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !keyForm.test(key))
    throw new ProblemError('IDEMPOTENCY_KEY_MISSING');
  return Promise.resolve();
}
