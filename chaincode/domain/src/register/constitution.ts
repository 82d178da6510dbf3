import { z } from 'zod';
import { votersSchema } from './voters.js';

export const votingShape = {
  voters: votersSchema,
  /** So many of them have to approve. */
  required: z.int().min(1),
} as const;

/** Who decides for a channel, and how many of them it takes: what its founding brings, and nothing changes. */
export const constitutionSchema = z.strictObject(votingShape).refine(isMajority, {
  path: ['required'],
  error: 'must be more than half of the voters, and no more than all',
});

export type Constitution = Readonly<z.infer<typeof constitutionSchema>>;

// With fewer, two halves of the voters could decide against each other.
function isMajority({ voters, required }: { voters: string[]; required: number }): boolean {
  return required <= voters.length && required * 2 > voters.length;
}
