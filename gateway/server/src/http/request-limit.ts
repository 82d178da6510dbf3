import type { FastifyInstance } from 'fastify';
import { ProblemError } from './problem.js';

/** Bound the requests of these routes that are in progress at once: clients can send faster than a database reads,
 *  one client even without waiting for its answers. Refuses: OVERLOADED. */
export function limitRequests(app: FastifyInstance, maximum: number): void {
  let inProgress = 0;
  app.addHook('onRequest', async (_request, reply) => {
    if (inProgress >= maximum) throw new ProblemError('OVERLOADED', {}, 1);
    inProgress += 1;
    // Also when the client has gone before its answer.
    reply.raw.once('close', () => {
      inProgress -= 1;
    });
    return Promise.resolve();
  });
}
