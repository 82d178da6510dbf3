import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/authentication.js';
import { ProblemError } from '../http/problem.js';
import { operationBody, operationSchema } from '../operations/answer.js';
import { readRefusals } from './refusals.js';

const idSchema = z.string().regex(/^op_[0-9A-HJKMNP-TV-Z]{26}$/, 'must be the id of an operation');

/** Operations, visible to the organisation that made them and to nobody else. */
export const operationRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/v1/operations/:id',
    {
      schema: {
        operationId: 'getOperation',
        summary: 'How far a write has come',
        tags: ['Operations'],
        security: [{ token: [] }],
        params: z.strictObject({ id: idSchema }),
        response: { 200: operationSchema, ...readRefusals },
      },
    },
    async (request) => {
      const operation = await callerOf(request).organisation.store.find(request.params.id);
      if (operation === undefined) throw new ProblemError('OPERATION_NOT_FOUND');
      return operationBody(operation);
    },
  );
  done();
};
