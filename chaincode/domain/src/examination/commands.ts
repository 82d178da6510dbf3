import { z } from 'zod';
import { confidentialReferencesSchema } from '../confidential/reference.js';
import { reasonSchema, referenceSchema, uetrSchema } from '../shared/text.js';
import { findingRuleSchema } from './finding.js';
import type { ExaminationAction } from './steps.js';

/** Why a finding of the ledger is none: the bank's own judgement. */
export const answerSchema = z.strictObject({ finding: findingRuleSchema, reason: reasonSchema });

export const answersSchema = z
  .array(answerSchema)
  .refine((answers) => new Set(answers.map(({ finding }) => finding)).size === answers.length, {
    error: 'must not answer a finding twice',
  });

/** What becomes of the documents (UCP 600 art. 16(c)(iii)): held for instructions, held for a waiver, returned, or dealt with as
 *  instructed before. */
export const dispositions = ['hold', 'notify', 'return', 'previousInstructions'] as const;

export const refusalShape = {
  discrepancies: z
    .array(z.strictObject({ finding: findingRuleSchema.exactOptional(), text: reasonSchema }))
    .min(1, 'must name at least one discrepancy')
    .max(50, 'must have at most 50 discrepancies'),
  disposition: z.enum(dispositions, { error: `must be one of ${dispositions.join(', ')}` }),
} as const;

const presentation = referenceSchema;
const presentationOnly = z.strictObject({ presentation });

/** The command of each act on an examination. */
export const examinationCommands = {
  examine: z.strictObject({
    presentation,
    confidential: confidentialReferencesSchema.default([]),
  }),
  comply: z.strictObject({ presentation, answers: answersSchema.default([]) }),
  refuse: z.strictObject({ presentation, ...refusalShape }),
  return: presentationOnly,
  waive: presentationOnly,
  preclude: presentationOnly,
  precludeUnexamined: presentationOnly,
  honour: presentationOnly,
  accept: presentationOnly,
  settle: z.strictObject({ presentation, paymentReference: uetrSchema }),
} as const satisfies Record<ExaminationAction, z.ZodType>;

export type ExaminationCommand<Action extends ExaminationAction> = Readonly<
  z.infer<(typeof examinationCommands)[Action]>
>;
