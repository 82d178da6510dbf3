import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ProblemError } from '../http/problem.js';
import type { MemberChannel } from '../organisation/member-channel.js';

/** A reader who has written asks for at least that many blocks. */
export const heightHeaders = z.object({
  'min-ledger-height': z
    .string()
    .regex(/^[0-9]{1,15}$/, 'must be a number of blocks')
    .exactOptional()
    .meta({ description: 'Read a state of at least this many blocks.', examples: ['13'] }),
});

const longestWaitMilliseconds = 2_000;

/** Wait for the height of the channel that a read asks for, and state the one that it has. Refuses: HEIGHT_NOT_REACHED. */
export async function readAtHeight(
  reply: FastifyReply,
  headers: z.infer<typeof heightHeaders>,
  { indexer }: MemberChannel,
): Promise<void> {
  const wanted = BigInt(headers['min-ledger-height'] ?? '0');
  if (!(await indexer.reached(wanted, longestWaitMilliseconds))) {
    throw new ProblemError('HEIGHT_NOT_REACHED', {}, 1);
  }
  void reply.header('ledger-height', indexer.height.toString());
}
