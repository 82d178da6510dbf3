import { z } from 'zod';
import { reasonSchema, referenceSchema, sha256Schema } from '../shared/text.js';
import { contentShape } from './content.js';
import type { DecisionAction } from './decision-steps.js';

/** The command of each act on a decision: what the contract takes. */
export const decisionCommands = {
  propose: z.strictObject({ reference: referenceSchema, ...contentShape }),
  /** The hash is of the content that the voter has read: nobody approves what it has not seen. */
  approve: z.strictObject({ reference: referenceSchema, sha256: sha256Schema }),
  reject: z.strictObject({ reference: referenceSchema, reason: reasonSchema }),
} as const satisfies Record<DecisionAction, z.ZodType>;

export type DecisionCommand<Action extends keyof typeof decisionCommands> = Readonly<
  z.infer<(typeof decisionCommands)[Action]>
>;
