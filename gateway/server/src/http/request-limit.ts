import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

export interface RequestLimit {
  readonly maximum: number;
  /** Which addresses do not count. */
  readonly except?: (url: string) => boolean;
}

/** Bound the requests of these routes that are in progress at once: clients can send faster than a database reads,
 *  one client even without waiting for its answers. Refuses: OVERLOADED. */
export function limitRequests(
  app: FastifyInstance,
  { maximum, except = () => false }: RequestLimit,
): void {
  let inProgress = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (except(request.routeOptions.url ?? '')) return;
    if (inProgress >= maximum) throw new ProblemError('OVERLOADED', {}, 1);
    inProgress += 1;
    // Also when the client has gone before its answer.
    reply.raw.once('close', () => {
      inProgress -= 1;
    });
  });
}
