import { z } from 'zod';
import { recordShape } from '../shared/document.js';
import type { DocumentKind } from '../shared/document.js';
import { mspSchema, reasonSchema, referenceSchema, sha256Schema } from '../shared/text.js';
import { contentShape } from './content.js';
import { decisionStatuses, decisionSteps } from './decision-steps.js';
import { votersBound, votersSchema } from './voters.js';

const voteShape = { msp: mspSchema, transactionId: z.string().min(1) } as const;

/** A decision on the register of a channel: what is to be, and who has voted on it. */
export const decisionSchema = z.strictObject({
  kind: z.literal('decision'),
  ...recordShape,
  reference: referenceSchema,
  status: z.enum(decisionStatuses),
  proposer: mspSchema,
  ...contentShape,
  /** SHA-256 of the content. */
  sha256: sha256Schema,
  /** The version of each entry that was in force when this was proposed, 0 where there was none. */
  replaces: z.array(z.int().min(0)),
  /** Who votes, and how many have to approve: the roster's, at the founding the proposed constitution's. */
  voters: votersSchema,
  required: z.int().min(1),
  /** The proposal is its proposer's approval. */
  approvals: z.array(z.strictObject(voteShape)).min(1),
  rejections: z.array(z.strictObject({ ...voteShape, reason: reasonSchema })),
});

export type RegisterDecision = Readonly<z.infer<typeof decisionSchema>>;

export const decisionDocument: DocumentKind<RegisterDecision> = {
  kind: 'decision',
  contract: 'register',
  roles: ['voter'],
  statuses: decisionStatuses,
  steps: decisionSteps,
  schema: decisionSchema,
  isSealed: true,
  isOfRegister: true,
  parts: ({ reference }) => [reference],
  // Before the founding nobody is in the register, and later a voter that is suspended must not stop the others.
  parties: ({ voters }) => votersBound(voters),
};
