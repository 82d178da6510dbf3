import { statedTransactionIdSchema } from '@argosy/domain/shared/text';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/authentication.js';
import { ProblemError } from '../http/problem.js';
import { operationBody, operationSchema, type OperationBody } from '../operations/answer.js';
import type { Operation } from '../operations/operation.js';
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
      return found(await callerOf(request).organisation.store.find(request.params.id));
    },
  );
  app.get(
    '/v1/transactions/:transactionId/operation',
    {
      schema: {
        operationId: 'getOperationOfTransaction',
        summary: 'The write that sent a transaction',
        tags: ['Operations'],
        security: [{ token: [] }],
        params: z.strictObject({ transactionId: statedTransactionIdSchema }),
        response: { 200: operationSchema, ...readRefusals },
      },
    },
    async (request) => {
      const { store } = callerOf(request).organisation;
      return found(await store.ofTransaction(request.params.transactionId));
    },
  );
  done();
};

/** Refuses: OPERATION_NOT_FOUND. */
function found(operation: Operation | undefined): OperationBody {
  if (operation === undefined) throw new ProblemError('OPERATION_NOT_FOUND');
  return operationBody(operation);
}
