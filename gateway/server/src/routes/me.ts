import { staffRoles } from '@argosy/domain/shared/staff-roles';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/authentication.js';
import { readRefusals } from './refusals.js';

const callerSchema = z
  .strictObject({
    kind: z.enum(['person', 'system']),
    id: z.string(),
    name: z.string(),
    role: z.enum(staffRoles),
    organisation: z.strictObject({ msp: z.string(), name: z.string() }),
  })
  .meta({
    id: 'Caller',
    description: 'Who makes a request.',
    examples: [
      {
        kind: 'person',
        id: 'ines',
        name: 'Ines Duarte',
        role: 'trader',
        organisation: { msp: 'ImporterMSP', name: 'Importer' },
      },
    ],
  });

/** For clients that want to know whose token or session they hold. */
export const meRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.get(
    '/v1/me',
    {
      schema: {
        operationId: 'getCaller',
        summary: 'Who the token or the session is of',
        tags: ['Access'],
        security: [{ token: [] }],
        response: { 200: callerSchema, ...readRefusals },
      },
    },
    (request) => {
      const { actor, organisation } = callerOf(request);
      const { msp, name } = organisation;
      return { ...actor, organisation: { msp, name } };
    },
  );
  done();
};
