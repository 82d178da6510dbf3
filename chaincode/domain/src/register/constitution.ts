import { z } from 'zod';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { inForce, registerEntrySteps, registerOriginSchema } from './entry.js';
import { votersBound, votersSchema } from './voters.js';

const votingShape = {
  voters: votersSchema,
  /** So many of them have to approve. */
  required: z.int().min(1),
} as const;

/** Who decides for a channel, and how many of them it takes. */
export const constitutionContentSchema = z.strictObject(votingShape).refine(isMajority, {
  path: ['required'],
  error: 'must be more than half of the voters, and no more than all',
});

/** The constitution as it was founded: it stays as it is. */
export const constitutionSchema = z.strictObject({
  kind: z.literal('constitution'),
  ...recordShape,
  ...votingShape,
  status: z.enum(inForce),
  origin: registerOriginSchema,
});

export type ConstitutionContent = Readonly<z.infer<typeof constitutionContentSchema>>;
export type Constitution = Readonly<z.infer<typeof constitutionSchema>>;

export const constitutionParts: readonly string[] = ['constitution'];

const { enter } = registerEntrySteps('Constitution', inForce);

export const constitutionDocument: DocumentKind<Constitution> = {
  kind: 'constitution',
  roles: ['voter'],
  statuses: inForce,
  steps: { enter },
  schema: constitutionSchema,
  isSealed: true,
  parts: () => constitutionParts,
  parties: ({ voters }) => votersBound(voters),
};

// With fewer, two halves of the voters could decide against each other.
function isMajority({ voters, required }: { voters: string[]; required: number }): boolean {
  return required <= voters.length && required * 2 > voters.length;
}
