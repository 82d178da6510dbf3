import { creditCommands } from '@argosy/domain/credit/commands';
import type { CreditAction } from '@argosy/domain/credit/steps';
import { referenceSchema } from '@argosy/domain/shared/text';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { authorise } from '../access/people.js';
import { callerOf } from '../http/authentication.js';
import { sendProblem } from '../http/errors.js';
import { applyExample, presentExample, settleExample } from '../http/examples.js';
import type { Caller } from '../http/ports.js';
import { ProblemError } from '../http/problem.js';
import { operationBody, operationSchema, problemOf } from '../operations/answer.js';
import { isFinal } from '../operations/operation.js';
import { commandText } from '../operations/request-identity.js';
import { writeRefusals } from './refusals.js';

const keyForm = /^[\x20-\x7e]{1,200}$/;

const writeHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(keyForm, 'must be 1 to 200 printable ASCII characters')
    .meta({
      description: 'New for each new request; the same when it is sent again.',
      examples: ['9f0c1a52'],
    }),
  prefer: z
    .string()
    .max(200)
    .exactOptional()
    .meta({
      description: 'wait=N: how many seconds to wait for the end (0 to 30).',
      examples: ['wait=10'],
    }),
});

const actions = {
  issue: { summary: 'Issue the credit', body: {} },
  advise: { summary: 'Advise the credit to the beneficiary', body: {} },
  present: { summary: 'Present documents under the credit', body: presentExample },
  honour: { summary: 'Honour a complying presentation', body: {} },
  settle: { summary: 'Record the payment', body: settleExample },
} as const satisfies Record<Exclude<CreditAction, 'apply'>, object>;

const actionNames = ['issue', 'advise', 'present', 'honour', 'settle'] as const;

const bodies = {
  issue: creditCommands.issue.omit({ reference: true }),
  advise: creditCommands.advise.omit({ reference: true }),
  present: creditCommands.present.omit({ reference: true }),
  honour: creditCommands.honour.omit({ reference: true }),
  settle: creditCommands.settle.omit({ reference: true }),
} as const;

const documented = {
  tags: ['Credits'],
  security: [{ token: [] }],
  headers: writeHeaders,
  response: {
    201: operationSchema,
    202: operationSchema,
    ...writeRefusals,
  },
};

/** The writes: each is one operation on the ledger. */
export const writeRoutes: FastifyPluginCallbackZod = (app, _options, done) => {
  app.post(
    '/v1/credits',
    {
      preValidation: [mayTake('apply'), needsKey],
      schema: {
        ...documented,
        operationId: 'applyForCredit',
        summary: 'Apply for a credit',
        body: creditCommands.apply.meta({ examples: [applyExample] }),
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { headers, body: command, id: requestId } = request;
      await write(reply, { caller, headers, requestId, action: 'apply', command });
      return reply;
    },
  );
  for (const action of actionNames) {
    app.post(
      `/v1/credits/:reference/actions/${action}`,
      {
        preValidation: [mayTake(action), needsKey],
        schema: {
          ...documented,
          operationId: `${action}Credit`,
          summary: actions[action].summary,
          params: z.strictObject({ reference: referenceSchema }),
          body: bodies[action].meta({ examples: [actions[action].body] }),
        },
      },
      async (request, reply) => {
        const caller = callerOf(request);
        const { headers, id: requestId } = request;
        const command = { ...request.body, reference: request.params.reference };
        await write(reply, { caller, headers, requestId, action, command });
        return reply;
      },
    );
  }
  done();
};

interface Write {
  readonly caller: Caller;
  readonly headers: z.infer<typeof writeHeaders>;
  readonly requestId: string;
  readonly action: CreditAction;
  readonly command: { readonly reference: string };
}

async function write(reply: FastifyReply, request: Write): Promise<void> {
  const { caller, headers, requestId, action, command } = request;
  const { operation, replayed } = await caller.organisation.writes.submit({
    person: caller.person.id,
    idempotencyKey: headers['idempotency-key'],
    action,
    reference: command.reference,
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

const defaultWaitSeconds = 10;
const longestWaitSeconds = 30;

function waitOf(prefer: string | undefined): number {
  const [, seconds] =
    /(?:^|[,;\s])wait\s*=\s*"?([0-9]{1,6})"?(?:$|[,;\s])/i.exec(prefer ?? '') ?? [];
  return seconds === undefined ? defaultWaitSeconds : Math.min(Number(seconds), longestWaitSeconds);
}

function mayTake(action: CreditAction) {
  return async (request: FastifyRequest): Promise<void> => {
    authorise(callerOf(request).person, action);
    return Promise.resolve();
  };
}

// Said before anything else about the request, and by a code of its own: it is the mistake that new clients make.
async function needsKey(request: FastifyRequest): Promise<void> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !keyForm.test(key))
    throw new ProblemError('IDEMPOTENCY_KEY_MISSING');
  return Promise.resolve();
}
