import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { sendProblem } from '../http/errors.js';
import type { Caller } from '../access/organisation-access.js';
import { ProblemError } from '../http/problem.js';
import { operationBody, problemOf } from '../operations/answer.js';
import type { Transient } from '../operations/confidential.js';
import { isFinal } from '../operations/operation.js';
import { keyForm, versionIn, waitOf, type writeHeaders } from './write-headers.js';

/** A write as a route has understood it. */
export interface Write {
  readonly caller: Caller;
  readonly channel: string;
  readonly headers: z.infer<typeof writeHeaders>;
  readonly requestId: string;
  /** The chaincode's function: `credit:Issue`. */
  readonly function: string;
  readonly parts: readonly string[];
  /** In the spelling that goes to the ledger. */
  readonly command: string;
  readonly transient?: Transient;
}

/** Take a write in, wait for its end as long as the client does, and answer with the operation or why it was refused. */
export async function write(reply: FastifyReply, asked: Write): Promise<void> {
  const { caller, headers, requestId, ...request } = asked;
  const ifMatch = headers['if-match'];
  const { operation, replayed } = await caller.organisation.writes.submit({
    ...request,
    ...(ifMatch === undefined ? {} : { expectedVersion: versionIn(ifMatch) }),
    person: caller.actor.id,
    idempotencyKey: headers['idempotency-key'],
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

/** Refuses: IDEMPOTENCY_KEY_MISSING, before anything else about the request: it is the mistake that new clients make. */
export async function needsKey(request: FastifyRequest): Promise<void> {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || !keyForm.test(key))
    throw new ProblemError('IDEMPOTENCY_KEY_MISSING');
  return Promise.resolve();
}

/** For writes that change no document whose ETag their address gives. Refuses: REQUEST_INVALID, with If-Match. */
export async function refuseCondition({ headers }: FastifyRequest): Promise<void> {
  if (headers['if-match'] === undefined) return Promise.resolve();
  const message = 'is for acts on the document at this address, and this is none';
  throw new ProblemError('REQUEST_INVALID', {
    detail: `The header If-Match ${message}.`,
    errors: [{ pointer: 'headers/if-match', message }],
  });
}
