import { functionName } from '@argosy/domain/possible-actions';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise } from '../access/actors.js';
import { stepOf, type ActRoute, type DocumentRoutes } from '../documents/document-routes.js';
import { actDescription } from '../documents/refusals.js';
import { callerOf } from '../http/authentication.js';
import { operationSchema } from '../operations/answer.js';
import { commandText } from '../operations/request-identity.js';
import { channelOf, channelParameters, mustBeOnChannel } from './channel-of.js';
import { writeRefusals } from './refusals.js';
import { writeHeaders } from './write-headers.js';
import { needsKey, refuseCondition, write } from './write.js';
import type { ZodApp } from './zod-app.js';

interface Options {
  readonly documents: readonly DocumentRoutes[];
}

/** The writes: each is one operation on the ledger. */
export const writeRoutes: FastifyPluginCallbackZod<Options> = (app, { documents }, done) => {
  for (const routes of documents) {
    for (const [action, act] of Object.entries(routes.acts)) {
      actRoute(app, { routes, action, act });
    }
  }
  done();
};

interface OneAct {
  readonly routes: DocumentRoutes;
  readonly action: string;
  readonly act: ActRoute;
}

function actRoute(app: ZodApp, { routes, action, act }: OneAct): void {
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
        description: actDescription(kind, action),
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
        command: commandText(command),
      });
      return reply;
    },
  );
}

function bodySchema({ command, example }: ActRoute, parameters: object): z.ZodObject {
  if (Object.keys(parameters).length === 0) return command.meta({ examples: [example] });
  const shape = Object.entries(command.shape).filter(([name]) => !(name in parameters));
  return z.strictObject(Object.fromEntries(shape)).meta({ examples: [example] });
}

function mayTake({ kind, action }: { readonly kind: DocumentRoutes['kind']; action: string }) {
  const { staff } = stepOf(kind, action);
  return async (request: FastifyRequest): Promise<void> => {
    authorise(callerOf(request).actor, { action, staff });
    return Promise.resolve();
  };
}
