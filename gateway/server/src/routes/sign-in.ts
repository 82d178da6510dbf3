import { staffRoles } from '@argosy/domain/shared/staff-roles';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Sessions } from '../access/sessions.js';
import type { Caller } from '../http/ports.js';
import { ProblemError } from '../http/problem.js';
import { signInRefusals } from './refusals.js';

interface Options {
  readonly callers: ReadonlyMap<string, Caller>;
  readonly sessions: Sessions;
  readonly isSandbox: boolean;
}

const ines = {
  person: { id: 'ines', name: 'Ines Duarte', role: 'trader' as const },
  organisation: { msp: 'ImporterMSP', name: 'Importer' },
};

const memberOfStaff = {
  person: z.strictObject({ id: z.string(), name: z.string(), role: z.enum(staffRoles) }),
  organisation: z.strictObject({ msp: z.string(), name: z.string() }),
};

const signInSchema = z.strictObject({ person: z.string().min(1).max(64) }).meta({
  examples: [{ person: 'ines' }],
});

const signedInSchema = z
  .strictObject({ token: z.string(), expiresAt: z.string(), ...memberOfStaff })
  .meta({
    examples: [{ token: 'sandbox_…', expiresAt: '2027-03-01T21:30:00.000Z', ...ines }],
  });

const peopleSchema = z
  .strictObject({ people: z.array(z.strictObject(memberOfStaff)) })
  .meta({ examples: [{ people: [ines] }] });

/** Sandbox sign-in: whoever reaches the gateway may be any of its prepared people. Other networks refuse it. */
export const signInRoutes: FastifyPluginCallbackZod<Options> = (
  app,
  { callers, sessions, isSandbox },
  done,
) => {
  app.addHook('onRequest', async () => {
    if (!isSandbox) throw new ProblemError('SIGN_IN_NOT_OFFERED');
    return Promise.resolve();
  });
  app.post(
    '/v1/sign-in',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Sign in as one of the prepared people (sandbox only: no password)',
        tags: ['Sandbox'],
        body: signInSchema,
        response: { 200: signedInSchema, ...signInRefusals },
      },
    },
    async (request) => {
      const caller = callers.get(request.body.person);
      if (caller === undefined) throw new ProblemError('PERSON_UNKNOWN');
      return { ...(await sessions.open(caller.person.id)), ...publicView(caller) };
    },
  );
  app.get(
    '/v1/people',
    {
      schema: {
        operationId: 'listPeople',
        summary: 'Whom one can sign in as (sandbox only)',
        tags: ['Sandbox'],
        response: { 200: peopleSchema, 403: signInRefusals[403] },
      },
    },
    () => ({ people: [...callers.values()].map(publicView) }),
  );
  done();
};

function publicView({
  person,
  organisation,
}: Caller): z.infer<typeof peopleSchema>['people'][number] {
  const { msp, name } = organisation;
  return {
    person: { id: person.id, name: person.name, role: person.role },
    organisation: { msp, name },
  };
}
